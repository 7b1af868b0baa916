// A server of socket.io, which does what the lines say.
import { once } from 'node:events';
import { createServer } from 'node:http';

import { Server } from 'socket.io';

import { burst, obey, send, Talk } from './talking.js';

const talk = new Talk();
let io;
let newest = new Map();
let refusals = new Map();

function admit(namespace) {
  return (socket, next) => {
    const refusal = refusals.get(namespace);
    next(refusal && Object.assign(new Error(refusal.message), { data: refusal.data }));
  };
}

const commands = {
  // Listens with these options of a Server; tells the port.
  async listen({ namespaces, options, port = 0 }) {
    const http = createServer();
    io = new Server(http, { serveClient: false, ...options });
    for (const namespace of namespaces) {
      io.of(namespace)
        .use(admit(namespace))
        .on('connection', (socket) => {
          newest.set(namespace, socket);
          talk.attend(socket, namespace);
        });
    }
    http.listen(port, '127.0.0.1');
    await once(http, 'listening');
    return http.address().port;
  },
  // From now on, refuse whoever enters a namespace, as a middleware does.
  refuse({ namespace, ...refusal }) {
    refusals.set(namespace, refusal);
    return null;
  },
  answer: (line) => talk.answer(line),
  heard: (line) => talk.heard(line),
  auth: ({ namespace }) => newest.get(namespace).handshake.auth,
  send: (line) => send(newest.get(line.namespace), line),
  burst: (line) => burst(newest.get(line.namespace), line),
  disconnect({ namespace, close }) {
    newest.get(namespace).disconnect(close);
    return null;
  },
  async close() {
    await io?.close();
    newest = new Map();
    refusals = new Map();
    talk.forget();
    return null;
  },
};

await obey(commands);
