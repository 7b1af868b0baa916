// Faults of the Pet Store, by the names that `tests/faulty/` has for them.
import { CHECKS } from './checks.js';
import { NOW, Shop } from './pet_shop.js';

const later = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

class Tracks extends Shop {
  found(orderId) {
    return this.changed(super.found(orderId));
  }
}

// Mends orders, and takes what it has mended.
class Lenient extends Shop {
  isValid(namespace, event, given) {
    const [order] = given;
    const isOrder = event === 'order' && order !== null && typeof order === 'object';
    const mended = isOrder && !Array.isArray(order) ? [this.mended({ ...order })] : given;
    return super.isValid(namespace, event, [...mended, ...given.slice(1)].slice(0, given.length));
  }
}

export const FAULTS = {
  'ack is a json string': class extends Shop {
    order() {
      return [JSON.stringify(super.order()[0])];
    }
  },
  'ack lacks a value': class extends Shop {
    reserve(...given) {
      return super.reserve(...given).slice(0, 1);
    }
  },
  'ack has a value too many': class extends Shop {
    order() {
      return [...super.order(), 'thanks'];
    }
  },
  'ack begins with an error': class extends Shop {
    order() {
      return [null, ...super.order()];
    }
  },
  'ack is empty': class extends Shop {
    order() {
      return [];
    }
  },
  'ack is null': class extends Shop {
    order() {
      return [null];
    }
  },
  'wrong type in an ack': class extends Shop {
    order() {
      return [{ success: true, orderId: 7 }];
    }
  },
  'error is not declared': class extends Shop {
    order() {
      return [{ error: 'no stock' }];
    }
  },
  'keys in snake case': class extends Tracks {
    changed({ orderId, petId, placedAt, ...rest }) {
      return { order_id: orderId, pet_id: petId, placed_at: placedAt, ...rest };
    }
  },
  'null for absent': class extends Tracks {
    changed(order) {
      return { ...order, note: null };
    }
  },
  'date in another format': class extends Tracks {
    changed(order) {
      return { ...order, placedAt: new Date(NOW).toUTCString() };
    }
  },
  'enum is too wide': class extends Tracks {
    changed(order) {
      return { ...order, status: 'lost' };
    }
  },
  'integer is text': class extends Shop {
    message(...given) {
      const [receipt] = super.message(...given);
      return [{ ...receipt, messageId: String(receipt.messageId) }];
    }
  },
  'no ack': class extends Shop {
    order() {
      return null;
    }
  },
  'late ack': class extends Shop {
    async order() {
      await later(2000);
      return super.order();
    }
  },
  'ack comes twice': class extends Shop {
    acknowledge(event, acknowledge, values) {
      // The library lets a callback answer once, so that this one counts for itself.
      super.acknowledge(event, acknowledge, values);
      if (event === 'order') this.again?.();
    }

    async take(namespace, event, socket, given) {
      const packet = this.last;
      this.again = () =>
        socket.conn.write(`3${namespace},${packet}[{"success":true,"orderId":"order-1"}]`);
      await super.take(namespace, event, socket, given);
    }

    open(namespace, place) {
      super.open(namespace, place);
      place.on('connection', (socket) => {
        const onEvent = socket._onpacket.bind(socket);
        socket._onpacket = (packet) => {
          this.last = packet.id;
          onEvent(packet);
        };
      });
    }
  },
  'handler crashes over accents': class extends Shop {
    message(socket, message) {
      if (/[\u0080-\u017f]/.test(message.text)) throw new TypeError('no such letter');
      return super.message(socket, message);
    }
  },
  'optional argument is wanted': class extends Shop {
    isValid(namespace, event, given) {
      return (event !== 'reserve' || given.length > 2) && super.isValid(namespace, event, given);
    }
  },
  'answers are exchanged': class extends Shop {
    held = [];

    acknowledge(event, acknowledge, values) {
      this.held.push({ acknowledge, values });
      if (this.held.length === 1) setTimeout(() => this.release(), 50);
    }

    release() {
      const held = this.held.splice(0);
      held.forEach(({ acknowledge }, index) =>
        acknowledge(...held[(index + 1) % held.length].values),
      );
    }
  },
  'nothing is checked': class extends Shop {
    isValid(namespace, event, given) {
      return given.length === 1 || super.isValid(namespace, event, given);
    }
  },
  'one nested field is not checked': class extends Lenient {
    mended(order) {
      const { address } = order;
      if (typeof address !== 'object' || address === null || Array.isArray(address)) return order;
      return { ...order, address: { ...address, street: '12 Kennel Lane' } };
    }
  },
  'maximum is off by one': class extends Lenient {
    mended(order) {
      return order.quantity === 11 ? { ...order, quantity: 10 } : order;
    }
  },
  'numbers are read from text': class extends Lenient {
    mended(order) {
      return /^\d+$/.test(order.quantity) && typeof order.quantity === 'string'
        ? { ...order, quantity: Number(order.quantity) }
        : order;
    }
  },
  'null is taken for absent': class extends Lenient {
    mended(order) {
      return Object.fromEntries(Object.entries(order).filter(([, value]) => value !== null));
    }
  },
  'too many arguments are taken': class extends Shop {
    isValid(namespace, event, given) {
      return super.isValid(namespace, event, event === 'reserve' ? given.slice(0, 3) : given);
    }
  },
  'text is taken for binary': class extends Shop {
    isValid(namespace, event, given) {
      const [photo] = given;
      if (event !== 'photo' || typeof photo?.image !== 'string') {
        return super.isValid(namespace, event, given);
      }
      const image = Buffer.from(photo.image, 'base64');
      return super.isValid(namespace, event, [{ ...photo, image }, ...given.slice(1)]);
    }
  },
  'invalid events end the connection': class extends Shop {
    refused(event, socket) {
      socket.disconnect(true);
      return null;
    }
  },
  'invalid events are dropped': class extends Shop {
    refused() {
      return null;
    }
  },
  'refused events have their effect': class extends Shop {
    refused(event, socket) {
      if (event === 'message') {
        this.messages += 1;
        this.post('something');
      }
      return super.refused(event, socket);
    }
  },
  'undeclared event': class extends Shop {
    order(socket) {
      socket.emit('order-debug', {});
      return super.order();
    }
  },
  'wrong payload is emitted': class extends Shop {
    update(orderId) {
      return { orderId, at: NOW };
    }
  },
  'emitted to everyone': class extends Shop {
    tellStock(petId) {
      this.io.of('/inventory').emit('inventory-update', { petId, stock: 3 });
    }
  },
  'room is not left': class extends Shop {
    unwatch() {
      return [{ watching: false, stock: 4 }];
    }
  },
  'one namespace is open': class extends Shop {
    admits(namespace, handshake) {
      return namespace === '/orders' || super.admits(namespace, handshake);
    }
  },
  'token is ignored on polling': class extends Shop {
    admits(namespace, handshake) {
      return handshake.query.transport === 'polling' || super.admits(namespace, handshake);
    }
  },
  'any token is taken': class extends Shop {
    knows(token) {
      return typeof token === 'string' && token !== '';
    }
  },
  'namespace is missing': class extends Shop {
    namespaces = ['/', '/orders', '/inventory', '/notifications'];
  },
  'any namespace exists': class extends Shop {
    serve(http) {
      const io = super.serve(http);
      io.of(/.*/);
      return io;
    }
  },
  'polling is missing': class extends Shop {
    options() {
      return { transports: ['websocket'] };
    }
  },
  'websocket is missing': class extends Shop {
    options() {
      return { transports: ['polling'] };
    }
  },
  'upgrade is missing': class extends Shop {
    options() {
      return { allowUpgrades: false };
    }
  },
  'another engine path': class extends Shop {
    options() {
      return { path: '/engine.io' };
    }
  },
  'origin is refused': class extends Shop {
    options() {
      return { cors: { origin: 'https://elsewhere.example' } };
    }
  },
  'any origin is allowed': class extends Shop {
    options() {
      return { cors: { origin: '*' } };
    }
  },
  'answers are taken for granted': class extends Shop {
    take(namespace, event, socket, given) {
      if (typeof given.at(-1) !== 'function') process.exit(1);
      return super.take(namespace, event, socket, given);
    }
  },
  'undeclared events are answered': class extends Shop {
    open(namespace, place) {
      super.open(namespace, place);
      place.on('connection', (socket) => {
        socket.onAny((event, ...given) => {
          if (!Object.hasOwn(CHECKS[namespace], event)) given.at(-1)?.('ok');
        });
      });
    }
  },
};
