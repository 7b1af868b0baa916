// Transports, the engine path, and the pages that may connect.
import { Shop } from '../pet_shop.js';

export class PollingIsMissing extends Shop {
  options() {
    return { transports: ['websocket'] };
  }
}

export class WebsocketIsMissing extends Shop {
  options() {
    return { transports: ['polling'] };
  }
}

export class UpgradeIsMissing extends Shop {
  options() {
    return { allowUpgrades: false };
  }
}

// As by a proxy that does not know the connection.
export class UpgradeIsBroken extends Shop {
  serve(http) {
    const io = super.serve(http);
    io.engine.use((request, response, next) => {
      const { sid, transport } = request._query;
      if (sid && transport === 'websocket') request.socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      else next();
    });
    return io;
  }
}

export class AnotherEnginePath extends Shop {
  options() {
    return { path: '/engine.io' };
  }
}

// Serves requests as if they were for another path.
class Rewrites extends Shop {
  serve(http) {
    const io = super.serve(http);
    for (const kind of ['request', 'upgrade']) {
      http.prependListener(kind, (request) => {
        const [path, query] = request.url.split('?');
        request.url = `${this.rewritten(path)}?${query}`;
      });
    }
    return io;
  }
}

export class AnyEnginePath extends Rewrites {
  rewritten() {
    return '/socket.io/';
  }
}

export class BothEnginePaths extends Rewrites {
  rewritten(path) {
    return path.startsWith('/engine.io') ? '/socket.io/' : path;
  }
}

export class OriginIsRefused extends Shop {
  options() {
    return { cors: { origin: 'https://elsewhere.example' } };
  }
}

export class AnyOriginIsAllowed extends Shop {
  options() {
    return { cors: { origin: '*' } };
  }
}
