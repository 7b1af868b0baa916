// The Pet Store on socket.io: the correct one, or one with a fault.
import { once } from 'node:events';
import { createServer } from 'node:http';

import { FAULTS } from './faults/index.js';
import { Shop } from './pet_shop.js';
import { obey } from './talking.js';

let http;
let io;

await obey({
  // What can be wrong with it.
  faults: () => [...FAULTS.keys()],
  // Listens; tells the port.
  async listen({ fault }) {
    http = createServer();
    io = new (fault ? FAULTS.get(fault) : Shop)().serve(http);
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    return http.address().port;
  },
  async close() {
    io.disconnectSockets(true);
    const closed = io.close();
    http.closeAllConnections();
    await closed;
    return null;
  },
});
