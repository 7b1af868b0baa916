// Servers that go wrong only after what came before, or where few would look.
import { Shop } from '../pet_shop.js';
import { isObject } from './bases.js';

// Of one client, however often others order.
export class NoAnswerToTheThirdOrder extends Shop {
  order(socket) {
    socket.data.orders = (socket.data.orders ?? 0) + 1;
    return socket.data.orders === 3 ? [] : super.order();
  }
}

// As they can that the document has for examples.
export class OrdersThatWereMadeCannotBeTracked extends Shop {
  made = 0;

  order() {
    this.made += 1;
    return [{ success: true, orderId: `new-${this.made}` }];
  }

  found(wanted) {
    const { status, ...order } = super.found(wanted);
    return wanted.orderId.startsWith('new-') ? order : { ...order, status };
  }
}

// Which shows only if both are as they should not be.
export class TooManyAcceptedWithoutANote extends Shop {
  isValid(namespace, event, given) {
    const [order, ...more] = given;
    const isBlind = event === 'order' && isObject(order) && !('note' in order);
    const isMuch = isBlind && Number.isInteger(order.quantity) && order.quantity > 10;
    return super.isValid(namespace, event, isMuch ? [{ ...order, quantity: 1 }, ...more] : given);
  }
}

// Two clients are needed to see it: one types, and another shows a photo.
export class NobodyMayShowAPhotoAfterTyping extends Shop {
  typing(socket) {
    this.typist = socket;
    return null;
  }

  photo(socket, photo) {
    const { typist } = this;
    this.typist = undefined;
    if (typist?.connected && typist !== socket) {
      socket.disconnect();
      return null;
    }
    return super.photo(socket, photo);
  }
}
