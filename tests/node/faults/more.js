// More of what goes wrong in servers: acknowledgements, refusals and effects.
import { Shop } from '../pet_shop.js';
import { isObject, later, Mends, Packets, Tracks } from './bases.js';

export class DayDoesNotExist extends Tracks {
  changed(order) {
    return { ...order, placedAt: '2026-02-30T09:30:00Z' };
  }
}

export class DateHasASpace extends Tracks {
  changed(order) {
    return { ...order, placedAt: '2026-11-02 09:30:00Z' };
  }
}

export class OffsetHasNoColon extends Tracks {
  changed(order) {
    return { ...order, placedAt: '2026-11-02T09:30:00+0100' };
  }
}

export class DateHasNoTime extends Tracks {
  changed(order) {
    return { ...order, placedAt: '2026-11-02' };
  }
}

export class DateIsNull extends Tracks {
  changed(order) {
    return { ...order, placedAt: null };
  }
}

export class NumberIsTrue extends Tracks {
  changed(order) {
    return { ...order, quantity: true };
  }
}

export class TextIsAnObject extends Tracks {
  changed(order) {
    return { ...order, courier: { name: 'Ada' } };
  }
}

export class CountIsAFraction extends Shop {
  'mark-read'() {
    return [1.5];
  }
}

export class CountIsTrue extends Shop {
  'mark-read'() {
    return [true];
  }
}

export class CountIsTheList extends Shop {
  'mark-read'(socket, ids) {
    return [ids];
  }
}

export class BytesAreSentBack extends Shop {
  photo(socket, { image }) {
    return [{ photoId: 'photo-1', bytes: image }];
  }
}

export class NumberIsNull extends Shop {
  watch(...given) {
    const [state] = super.watch(...given);
    return [{ ...state, stock: null }];
  }
}

export class DiscriminatorIsMissing extends Shop {
  notification() {
    const { kind, ...told } = super.notification();
    return told;
  }
}

export class UuidHasBraces extends Shop {
  notification() {
    const told = super.notification();
    return { ...told, id: `{${told.id}}` };
  }
}

export class VariantIsMixedUp extends Shop {
  notification() {
    return { ...super.notification(), kind: 'restock' };
  }
}

export class SeveralAtOnceAreEmitted extends Shop {
  notification() {
    return [super.notification()];
  }
}

export class AskedWithoutWho extends Shop {
  ask(socket, { orderId }) {
    socket.emit('confirm-delivery', { orderId }, () => {});
  }
}

// They are taken for something that nobody should send.
export class AnswersOfClientsEndTheConnection extends Shop {
  ask(socket, { orderId }) {
    const asked = { orderId, courier: 'Ada' };
    socket.emit('confirm-delivery', asked, () => socket.disconnect());
  }
}

export class ServerHangsUpAfterTheAck extends Shop {
  acknowledge(event, socket, ...answer) {
    super.acknowledge(event, socket, ...answer);
    if (event === 'order') socket.disconnect();
  }
}

export class ThirdUpdateIsWrong extends Shop {
  updates = 0;

  stock(pet) {
    this.updates += 1;
    return this.updates === 3 ? { petId: pet.petId } : super.stock(pet);
  }
}

// The event is marked as ordered.
export class MessagesOvertakeEachOther extends Shop {
  turn = 0;

  async message(...given) {
    this.turn += 1;
    if (this.turn % 2 === 1) await later(50);
    return super.message(...given);
  }
}

// Of whoever connected last.
export class TheLastClientGetsTheAnswer extends Packets {
  attend(namespace, socket) {
    super.attend(namespace, socket);
    if (namespace === '/chat') this.last = socket;
  }

  deliver(packet, handle) {
    if (packet.nsp !== '/chat' || !this.last.connected) return handle(packet);
    const [event, ...given] = packet.data;
    return this.take('/chat', event, this.last, [...given, this.last.ack(packet.id)]);
  }
}

// As where text is compared with a number, and kept as text.
export class WhatIsWrongStandsInTheAnswer extends Shop {
  isValid(namespace, event, given) {
    const read = given.map((value) => (value === '2' ? 2 : value));
    return super.isValid(namespace, event, read);
  }
}

// What is declared stands in a plain object, which has more members than those.
export class MembersOfAnObjectAreDeclared extends Mends {
  event = 'message';
  declared = { text: String };

  mended(message) {
    if (!isObject(message)) return message;
    const isDeclared = Object.keys(message).every((key) => this.declared[key]);
    return isDeclared ? { text: message.text } : message;
  }
}
