// Invalid events that are let through, or refused in a way that hurts.
import { Shop } from '../pet_shop.js';
import { isObject, Mends, MendsLists, MendsOrders, transportOf } from './bases.js';

export class NothingIsChecked extends Shop {
  isValid(namespace, event, given) {
    return given.length === 1 || super.isValid(namespace, event, given);
  }
}

// As a server does that stores what it gets and checks nothing.
export class WhatIsWrongIsSentBack extends Shop {
  refused(event, socket, given) {
    return given;
  }
}

export class OneEventIsNotChecked extends Shop {
  isValid(namespace, event, given) {
    const isPet = event === 'watch' && isObject(given[0]);
    return isPet || super.isValid(namespace, event, given);
  }
}

export class NothingIsCheckedOnPolling extends Shop {
  answer(namespace, event, socket, given) {
    return event === 'order' && transportOf(socket) === 'polling'
      ? this.order(socket)
      : super.answer(namespace, event, socket, given);
  }
}

export class OneNestedFieldIsNotChecked extends MendsOrders {
  mendedOrder(order) {
    if (!isObject(order.address)) return order;
    return { ...order, address: { ...order.address, street: '12 Kennel Lane' } };
  }
}

const only = (names, value) =>
  Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name)));

export class NestedObjectIsOpen extends MendsOrders {
  mendedOrder(order) {
    if (!isObject(order.address)) return order;
    return { ...order, address: only(['street', 'city', 'postcode'], order.address) };
  }
}

export class MaximumIsOffByOne extends MendsOrders {
  mendedOrder(order) {
    return order.quantity === 11 ? { ...order, quantity: 10 } : order;
  }
}

export class MinimumIsOffByOne extends MendsOrders {
  mendedOrder(order) {
    return order.quantity === 0 ? { ...order, quantity: 1 } : order;
  }
}

export class NumbersAreReadFromText extends MendsOrders {
  mendedOrder(order) {
    const isNumeral = typeof order.quantity === 'string' && /^\d+$/.test(order.quantity);
    return isNumeral ? { ...order, quantity: Number(order.quantity) } : order;
  }
}

export class FractionsAreTaken extends MendsOrders {
  mendedOrder(order) {
    const isNumber = typeof order.quantity === 'number';
    return isNumber ? { ...order, quantity: Math.trunc(order.quantity) } : order;
  }
}

export class TrueIsOne extends MendsOrders {
  mendedOrder(order) {
    return order.quantity === true ? { ...order, quantity: 1 } : order;
  }
}

export class MissingPropertyIsTaken extends MendsOrders {
  mendedOrder(order) {
    return { petId: 'pet-7', ...order };
  }
}

export class EmptyTextIsTaken extends MendsOrders {
  mendedOrder(order) {
    return order.petId === '' ? { ...order, petId: 'pet-7' } : order;
  }
}

export class TextMayBeTooLong extends MendsOrders {
  mendedOrder(order) {
    return typeof order.note === 'string' ? { ...order, note: order.note.slice(0, 500) } : order;
  }
}

export class UnknownPropertiesAreTaken extends MendsOrders {
  mendedOrder(order) {
    return only(['petId', 'quantity', 'address', 'note', 'requestId'], order);
  }
}

export class NullIsTakenForAbsent extends MendsOrders {
  mendedOrder(order) {
    return Object.fromEntries(Object.entries(order).filter(([, value]) => value !== null));
  }
}

export class JsonTextIsRead extends Mends {
  mended(order) {
    if (typeof order !== 'string') return order;
    try {
      return JSON.parse(order);
    } catch {
      return order;
    }
  }
}

export class ListsOfOneAreTaken extends Mends {
  mended(order) {
    return Array.isArray(order) && order.length === 1 ? order[0] : order;
  }
}

const A_UUID = '2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10';

export class FormatIsNotChecked extends MendsLists {
  mendedList(ids) {
    return ids.map((one) => (typeof one === 'string' ? A_UUID : one));
  }
}

export class OnlyTheFirstItemIsChecked extends MendsLists {
  mendedList(ids) {
    return ids.length <= 100 ? ids.slice(0, 1) : ids;
  }
}

export class TooManyItemsAreTaken extends MendsLists {
  mendedList(ids) {
    return ids.slice(0, 100);
  }
}

export class AnEmptyListIsTaken extends MendsLists {
  mendedList(ids) {
    return ids.length === 0 ? [A_UUID] : ids;
  }
}

export class SecondArgumentIsNotChecked extends Shop {
  isValid(namespace, event, given) {
    const [petId, , ...more] = given;
    const isSecond = event === 'reserve' && given.length > 1;
    return super.isValid(namespace, event, isSecond ? [petId, 1, ...more] : given);
  }

  reserve(socket, petId) {
    return super.reserve(socket, petId, 1);
  }
}

export class OptionalArgumentIsNotChecked extends Shop {
  isValid(namespace, event, given) {
    return super.isValid(namespace, event, given.length === 3 ? given.slice(0, 2) : given);
  }
}

export class TooManyArgumentsAreTaken extends Shop {
  isValid(namespace, event, given) {
    return super.isValid(namespace, event, event === 'reserve' ? given.slice(0, 3) : given);
  }
}

export class TooFewArgumentsAreTaken extends Shop {
  isValid(namespace, event, given) {
    const isFew = event === 'reserve' && given.length === 1;
    return super.isValid(namespace, event, isFew ? [...given, 1] : given);
  }

  reserve(socket, petId, quantity = 1) {
    return super.reserve(socket, petId, quantity);
  }
}

export class TextIsTakenForBinary extends Mends {
  event = 'photo';

  mended(photo) {
    if (typeof photo?.image !== 'string') return photo;
    return { ...photo, image: Buffer.from(photo.image, 'base64') };
  }
}

export class InvalidEventsEndTheConnection extends Shop {
  refused(event, socket) {
    socket.disconnect(true);
    return null;
  }
}

export class InvalidEventsAreDropped extends Shop {
  refused() {
    return null;
  }
}

export class RefusedEventsHaveTheirEffect extends Shop {
  refused(event, socket, given) {
    if (event === 'message') this.message(socket, { text: 'something' });
    return super.refused(event, socket, given);
  }
}
