// Clients that are let in, or not, against the document.
import { CHECKS } from '../checks.js';
import { Shop, TOKEN } from '../pet_shop.js';
import { later } from './bases.js';

// Lets more clients in than it should.
class Open extends Shop {
  admits(namespace, handshake) {
    return this.isOpen(namespace, handshake) || super.admits(namespace, handshake);
  }
}

export class OneNamespaceIsOpen extends Open {
  isOpen(namespace) {
    return namespace === '/orders';
  }
}

export class AnotherNamespaceIsOpen extends Open {
  isOpen(namespace) {
    return namespace === '/notifications';
  }
}

export class OnlyWrongCredentialsAreRefused extends Open {
  isOpen(namespace, { auth }) {
    return Object.keys(auth).length === 0;
  }
}

export class TokenIsIgnoredOnPolling extends Open {
  isOpen(namespace, { query }) {
    return query.transport === 'polling';
  }
}

export class TokenIsIgnoredOnWebsocket extends Open {
  isOpen(namespace, { query }) {
    return query.transport === 'websocket';
  }
}

export class TokenIsComparedByItsBeginning extends Shop {
  knows(token) {
    return typeof token === 'string' && token.startsWith(TOKEN);
  }
}

export class AnyTokenIsTaken extends Shop {
  knows(token) {
    return typeof token === 'string' && token !== '';
  }
}

export class EmptyTokenIsTaken extends Shop {
  knows(token) {
    return token === '' || super.knows(token);
  }
}

export class AnythingButTextIsTaken extends Shop {
  knows(token) {
    return typeof token !== 'string' || super.knows(token);
  }
}

// The table is a plain object, which has more members than those that were put into it.
export class TokensAreMembersOfAnObject extends Shop {
  customers = { [TOKEN]: 'Ada' };

  knows(token) {
    return Boolean(this.customers[token]);
  }
}

export class CaseOfTheTokenIsIgnored extends Shop {
  knows(token) {
    return typeof token === 'string' && token.toLowerCase() === TOKEN.toLowerCase();
  }
}

// A list of one is equal to what is in it, if two signs compare them.
export class TokenMayStandInAList extends Shop {
  knows(token) {
    return token == TOKEN;
  }
}

export class GoodTokenIsRefused extends Shop {
  knows() {
    return false;
  }
}

export class OpenNamespaceWantsAToken extends Shop {
  admits(namespace, { auth }) {
    return this.knows(auth.token);
  }
}

export class ConnectIsSlow extends Shop {
  async decide(namespace, socket, next) {
    if (namespace === '/orders') await later(2000);
    super.decide(namespace, socket, next);
  }
}

export class ClientsAreLetInAndThrownOut extends Shop {
  admits() {
    return true;
  }

  attend(namespace, socket) {
    if (namespace === '/') super.attend(namespace, socket);
    else socket.disconnect();
  }
}

export class NamespaceIsMissing extends Shop {
  namespaces = ['/', '/orders', '/inventory', '/notifications'];
}

export class AnyNamespaceExists extends Shop {
  serve(http) {
    const io = super.serve(http);
    io.of(/.*/);
    return io;
  }
}

// Whoever has an engine connection may call, connected or not.
export class StrangersAreServed extends Shop {
  serve(http) {
    const io = super.serve(http);
    io.engine.on('connection', (conn) => {
      const { emit } = conn;
      // The library would end the connection over it.
      conn.emit = (name, ...given) =>
        (name === 'data' && this.serveStranger(conn, given[0])) || emit.call(conn, name, ...given);
    });
    return io;
  }

  serveStranger(conn, data) {
    const [, namespace, id, text] = /^2(\/\w+),(\d+)(\[.*)$/s.exec(data) ?? [];
    const sockets = [...this.io.of(namespace ?? '/').sockets.values()];
    if (!CHECKS[namespace] || sockets.some((socket) => socket.conn === conn)) return false;
    const [event, ...given] = JSON.parse(text);
    const answer = (...values) => conn.write(`3${namespace},${id}${JSON.stringify(values)}`);
    this.take(namespace, event, null, [...given, answer]);
    return true;
  }
}

// Who catches that, and goes on, has clients that wait for ever.
export class CrashesOverAMalformedToken extends Shop {
  decide(...given) {
    try {
      super.decide(...given);
    } catch {
      // It is in the log.
    }
  }

  knows(token) {
    return token.trim() === TOKEN;
  }
}
