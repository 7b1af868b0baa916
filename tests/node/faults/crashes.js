// Valid events that are not answered, or refused, or answered at the wrong time.
import { Shop } from '../pet_shop.js';
import { later, Packets, Picky, transportOf } from './bases.js';

export class NoAck extends Shop {
  order() {
    return null;
  }
}

export class LateAck extends Shop {
  async order() {
    await later(2000);
    return super.order();
  }
}

export class NoAckOverWebsocket extends Shop {
  acknowledge(event, socket, ...answer) {
    if (transportOf(socket) !== 'websocket') super.acknowledge(event, socket, ...answer);
  }
}

// The library lets a callback answer once; an event that is handled twice has two.
export class AckComesTwice extends Packets {
  deliver(packet, handle) {
    if (packet.data[0] === 'order') handle({ ...packet, data: [...packet.data] });
    handle(packet);
  }
}

export class AckHasAnotherNumber extends Packets {
  deliver(packet, handle) {
    handle({ ...packet, id: packet.id + 1000 });
  }
}

// Calls that come at the same time get each other's answers.
export class AnswersAreExchanged extends Shop {
  held = [];

  acknowledge(event, socket, acknowledge, values) {
    this.held.push({ acknowledge, values });
    if (this.held.length === 1) setTimeout(() => this.release(), 50);
  }

  release() {
    const held = this.held.splice(0);
    held.forEach(({ acknowledge }, index) =>
      acknowledge(...held[(index + 1) % held.length].values),
    );
  }
}

export class CallsDisturbEachOther extends Shop {
  busy = false;

  async order() {
    if (this.busy) return null;
    this.busy = true;
    await later(50);
    this.busy = false;
    return super.order();
  }
}

export class HandlerCrashes extends Shop {
  order() {
    throw new TypeError('undefined is not a function');
  }
}

// Crashes over some texts.
class Fragile extends Shop {
  message(socket, message) {
    if (this.breaks(message.text)) throw new TypeError('no such letter');
    return super.message(socket, message);
  }
}

export class HandlerCrashesOverAccents extends Fragile {
  breaks(text) {
    return /[\u0080-\u017f]/.test(text);
  }
}

export class HandlerCrashesOverEmoji extends Fragile {
  breaks(text) {
    return /[\u{10000}-\u{10ffff}]/u.test(text);
  }
}

export class HandlerCrashesOverQuotes extends Fragile {
  breaks(text) {
    return text.includes("'");
  }
}

export class HandlerCrashesOverLongTexts extends Fragile {
  breaks(text) {
    return text.length >= 1000;
  }
}

export class HandlerCrashesOverTheLeast extends Shop {
  order(socket, order) {
    order.note.trim();
    return super.order();
  }
}

export class HandlerCrashesOverTheFullest extends Shop {
  order(socket, order) {
    if ('requestId' in order) throw new TypeError('not yet');
    return super.order();
  }
}

export class MaximumIsRefused extends Picky {
  dislikes(event, [order]) {
    return event === 'order' && order.quantity === 10;
  }
}

export class MinimumIsRefused extends Picky {
  dislikes(event, given) {
    return event === 'reserve' && given[1] === 1 && given.length > 2;
  }
}

export class OptionalArgumentIsWanted extends Picky {
  dislikes(event, given) {
    return event === 'reserve' && given.length < 3;
  }
}

export class OptionalPropertyIsWanted extends Picky {
  dislikes(event, [order]) {
    return event === 'order' && !('address' in order);
  }
}

export class BinaryIsLostOnPolling extends Shop {
  photo(socket, photo) {
    return transportOf(socket) === 'polling' ? null : super.photo(socket, photo);
  }
}

export class ServerHangsUp extends Shop {
  'track-order'(socket) {
    socket.disconnect();
    return null;
  }
}

// After a few events there is none any more.
export class ServerDies extends Shop {
  left = 5;

  order() {
    this.left -= 1;
    if (this.left === 0) process.exit(1);
    return super.order();
  }
}

export class AnswersAreWrongAfterARefusal extends Shop {
  hasRefused = false;

  refused(...given) {
    this.hasRefused = true;
    return super.refused(...given);
  }

  watch(...given) {
    const [state] = super.watch(...given);
    const stock = this.hasRefused ? String(state.stock) : state.stock;
    this.hasRefused = false;
    return [{ ...state, stock }];
  }
}

// A handler calls the callback that there is not, and nobody catches it.
export class AnswersAreTakenForGranted extends Shop {
  take(namespace, event, socket, given) {
    if (typeof given.at(-1) !== 'function') process.exit(1);
    return super.take(namespace, event, socket, given);
  }
}
