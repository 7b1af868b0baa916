// Acknowledgements that are not what the document declares.
import { NOW, Shop } from '../pet_shop.js';
import { Tracks } from './bases.js';

export class AckIsAJsonString extends Shop {
  order() {
    return super.order().map((taken) => JSON.stringify(taken));
  }
}

export class AckIsWrapped extends Shop {
  order() {
    const [data] = super.order();
    return [{ data }];
  }
}

export class AckLacksAValue extends Shop {
  reserve(...given) {
    return super.reserve(...given).slice(0, 1);
  }
}

export class AckHasAValueTooMany extends Shop {
  order() {
    return [...super.order(), 'thanks'];
  }
}

export class AckBeginsWithAnError extends Shop {
  order() {
    return [null, ...super.order()];
  }
}

export class AckIsEmpty extends Shop {
  order() {
    return [];
  }
}

export class AckIsNull extends Shop {
  order() {
    return [null];
  }
}

export class ValuesAreInOneList extends Shop {
  reserve(...given) {
    return [super.reserve(...given)];
  }
}

export class SecondValueIsText extends Shop {
  reserve(...given) {
    const [first, second] = super.reserve(...given);
    return [first, String(second)];
  }
}

export class FirstValueIsWrongInside extends Shop {
  reserve(...given) {
    const [first, second] = super.reserve(...given);
    return [{ ...first, petId: 7 }, second];
  }
}

export class ValuesAreExchanged extends Shop {
  reserve(...given) {
    return super.reserve(...given).reverse();
  }
}

export class WrongTypeInAnAck extends Shop {
  order() {
    return [{ success: true, orderId: 7 }];
  }
}

export class ConstantIsAnother extends Shop {
  order() {
    return [{ success: 1, orderId: 'order-1' }];
  }
}

export class TextIsEmpty extends Shop {
  order() {
    return [{ success: true, orderId: '' }];
  }
}

export class TextIsOneTooLong extends Shop {
  order() {
    return [{ success: true, orderId: 'o'.repeat(65) }];
  }
}

export class DeclaredErrorHasAnotherShape extends Shop {
  order() {
    return [{ success: false, reason: 'expensive' }];
  }
}

export class ErrorIsNotDeclared extends Shop {
  order() {
    return [{ error: 'no stock' }];
  }
}

const snake = (name) => name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);

export class KeysInSnakeCase extends Tracks {
  changed(order) {
    return Object.fromEntries(Object.entries(order).map(([key, value]) => [snake(key), value]));
  }
}

export class NullForAbsent extends Tracks {
  changed(order) {
    return { ...order, note: null };
  }
}

export class NullForWhatMustBeThere extends Tracks {
  changed(order) {
    return { ...order, orderId: null };
  }
}

export class AbsentForNull extends Tracks {
  changed({ courier, ...order }) {
    return order;
  }
}

export class DateInAnotherFormat extends Tracks {
  changed(order) {
    return { ...order, placedAt: new Date(NOW).toUTCString() };
  }
}

export class DateHasNoTimeZone extends Tracks {
  changed(order) {
    return { ...order, placedAt: NOW.replace('Z', '') };
  }
}

export class DateIsANumber extends Tracks {
  changed(order) {
    return { ...order, placedAt: Date.parse(NOW) / 1000 };
  }
}

export class EnumIsTooWide extends Tracks {
  changed(order) {
    return { ...order, status: 'lost' };
  }
}

export class EnumIsInCapitals extends Tracks {
  changed(order) {
    return { ...order, status: 'Placed' };
  }
}

export class NumberIsBelowTheMinimum extends Tracks {
  changed(order) {
    return { ...order, quantity: 0 };
  }
}

export class ObjectIsInAList extends Tracks {
  changed(order) {
    return [order];
  }
}

export class IntegerIsAFraction extends Shop {
  message(...given) {
    const [receipt] = super.message(...given);
    return [{ ...receipt, messageId: 1.5 }];
  }
}

export class IntegerIsText extends Shop {
  message(...given) {
    const [receipt] = super.message(...given);
    return [{ ...receipt, messageId: String(receipt.messageId) }];
  }
}

export class BooleanIsText extends Shop {
  watch(...given) {
    const [state] = super.watch(...given);
    return [{ ...state, watching: String(state.watching) }];
  }
}

export class NumberIsNegative extends Shop {
  watch(...given) {
    const [state] = super.watch(...given);
    return [{ ...state, stock: -1 }];
  }
}

export class NumberIsInAnObject extends Shop {
  'mark-read'(socket, ids) {
    return [{ count: ids.length }];
  }
}

// The table is a plain object, which has more members than those that were put into it.
export class MembersOfAnObjectAreFound extends Shop {
  orders = {};

  found(wanted) {
    return this.orders[wanted.orderId] ? {} : super.found(wanted);
  }
}
