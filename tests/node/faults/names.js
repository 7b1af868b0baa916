// Events that are none of a client, and are handled all the same.
import { CHECKS } from '../checks.js';
import { Shop } from '../pet_shop.js';
import { later, Overhears } from './bases.js';

// Lets the names of the library's own events through, as parsers do that look at none.
class Trusts extends Shop {
  serve(http) {
    const io = super.serve(http);
    const { Decoder } = io._parser;
    class Trusting extends Decoder {
      decodeString(text) {
        const packet = super.decodeString(text.replace(/\["(?=(connect|disconnect)")/, '["own:'));
        if (packet.type === 2) packet.data[0] = packet.data[0].replace('own:', '');
        return packet;
      }
    }
    io._parser = { ...io._parser, Decoder: Trusting };
    return io;
  }

  attend(namespace, socket) {
    super.attend(namespace, socket);
    socket.on(this.trusted, (...given) => {
      if (typeof given.at(-1) === 'function') given.at(-1)('hello');
    });
  }
}

export class ConnectCanBeForged extends Trusts {
  trusted = 'connect';
}

export class DisconnectCanBeForged extends Trusts {
  trusted = 'disconnect';
}

export class UndeclaredEventsAreAnswered extends Overhears {
  overheard(event, socket, given) {
    given.at(-1)?.('ok');
  }
}

export class UndeclaredEventsAreAnsweredLate extends Overhears {
  async overheard(event, socket, given) {
    await later(20);
    given.at(-1)?.('ok');
  }
}

export class UndeclaredEventsAreSentOn extends Overhears {
  overheard(event, socket, given) {
    socket.nsp.emit(event, ...given.filter((value) => typeof value !== 'function'));
  }
}

export class UndeclaredEventsEndTheConnection extends Overhears {
  overheard(event, socket) {
    socket.disconnect();
  }
}

export class CaseOfNamesIsIgnored extends Shop {
  attend(namespace, socket) {
    super.attend(namespace, socket);
    socket.use((packet, next) => {
      packet[0] = packet[0].toLowerCase();
      next();
    });
  }
}

export class EventsOfOtherNamespacesAreTaken extends Shop {
  attend(namespace, socket) {
    super.attend(namespace, socket);
    for (const other of this.namespaces.filter((one) => one !== namespace)) {
      for (const event of Object.keys(CHECKS[other])) this.listen(other, event, socket);
    }
  }
}

export class EventsOfTheServerAreTaken extends Overhears {
  overheard(event, socket, given) {
    if (event === 'order-update') given.at(-1)?.('thanks');
  }
}
