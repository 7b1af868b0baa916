// Ways in that are open, or closed, to the wrong ones, where few would look.
import { Shop, TOKEN } from '../pet_shop.js';

export class PartsOfTheTokenAreTaken extends Shop {
  knows(token) {
    return typeof token === 'string' && token !== '' && TOKEN.includes(token);
  }
}

// Of a connection of the engine.
export class OneTokenOpensAllNamespaces extends Shop {
  known = new WeakSet();

  decide(namespace, socket, next) {
    if (this.known.has(socket.conn)) next();
    else super.decide(namespace, socket, next);
  }

  attend(namespace, socket) {
    if (namespace !== '/') this.known.add(socket.conn);
    super.attend(namespace, socket);
  }
}

// Of a connection of the engine.
export class OneNamespaceAtATime extends Shop {
  taken = new WeakMap();

  decide(namespace, socket, next) {
    const { conn } = socket;
    if (!this.taken.has(conn)) this.taken.set(conn, namespace);
    if (this.taken.get(conn) === namespace) super.decide(namespace, socket, next);
    else next(new Error('one at a time'));
  }
}

export class CaseOfNamespacesIsIgnored extends Shop {
  serve(http) {
    const io = super.serve(http);
    for (const namespace of this.namespaces) {
      this.open(namespace, io.of(new RegExp(`^${namespace}$`, 'i')));
    }
    return io;
  }
}

export class SlashAfterANamespaceIsIgnored extends Shop {
  serve(http) {
    const io = super.serve(http);
    for (const namespace of this.namespaces) {
      this.open(namespace, io.of(new RegExp(`^${namespace}/$`)));
    }
    return io;
  }
}
