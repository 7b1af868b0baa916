// What several faults have in common.
import { Shop } from '../pet_shop.js';

export const later = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

export const isObject = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isBytes(value);

export const isBytes = (value) => value instanceof Uint8Array;

// The transport by which a client connected.
export const transportOf = ({ handshake }) => handshake.query.transport;

// Says something else of the order as it stands.
export class Tracks extends Shop {
  'track-order'(socket, wanted) {
    const [order] = super['track-order'](socket, wanted);
    return [this.changed(order)];
  }
}

// Mends the first value of an event, and takes what it has mended.
export class Mends extends Shop {
  event = 'order';

  isValid(namespace, event, given) {
    const [first, ...more] = given;
    const concerned = event === this.event && given.length > 0;
    return super.isValid(namespace, event, concerned ? [this.mended(first), ...more] : given);
  }
}

// Mends orders that are objects.
export class MendsOrders extends Mends {
  mended(order) {
    return isObject(order) ? this.mendedOrder({ ...order }) : order;
  }
}

// Mends the list of what was read.
export class MendsLists extends Mends {
  event = 'mark-read';

  mended(ids) {
    return Array.isArray(ids) ? this.mendedList(ids) : ids;
  }
}

// Refuses more than the document does.
export class Picky extends Shop {
  isValid(namespace, event, given) {
    return super.isValid(namespace, event, given) && !this.dislikes(event, given);
  }
}

// Makes something else of what came, and handles that.
export class Reads extends Shop {
  answer(namespace, event, socket, given) {
    return super.answer(namespace, event, socket, this.read(event, given));
  }
}

const EVENT = 2;

// Has the packet of each event before the library handles it.
export class Packets extends Shop {
  attend(namespace, socket) {
    const handle = socket._onpacket.bind(socket);
    socket._onpacket = (packet) => {
      if (packet.type === EVENT) this.deliver(packet, handle, socket);
      else handle(packet);
    };
    super.attend(namespace, socket);
  }
}

// Hears events that it does not have.
export class Overhears extends Shop {
  attend(namespace, socket) {
    super.attend(namespace, socket);
    socket.onAny((event, ...given) => {
      if (socket.listenerCount(event) === 0) this.overheard(event, socket, given);
    });
  }
}
