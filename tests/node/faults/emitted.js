// Events of the server that it should not emit, or not so, or not to all.
import { NOW, Shop } from '../pet_shop.js';

export class UndeclaredEvent extends Shop {
  order(socket) {
    socket.emit('order-debug', {});
    return super.order();
  }
}

export class UndeclaredEventAtConnect extends Shop {
  welcome(namespace, socket) {
    if (namespace === '/orders') socket.emit('welcome', { sid: socket.id });
    super.welcome(namespace, socket);
  }
}

export class UndeclaredEventLate extends Shop {
  order(socket) {
    setTimeout(() => socket.emit('order-shipped', {}), 100);
    return super.order();
  }
}

export class UndeclaredEventElsewhere extends Shop {
  order(socket, order) {
    this.io.of('/chat').emit('order-placed', order);
    return super.order();
  }
}

export class EmittedOnAnotherNamespace extends Shop {
  tellStock(pet) {
    this.io.emit('inventory-update', this.stock(pet));
  }
}

// Emits orders in another way.
class Updates extends Shop {
  emit(audience, event, ...values) {
    if (event === 'order-update') this.emitUpdate(audience, ...values);
    else super.emit(audience, event, ...values);
  }
}

export class EventHasAnotherSpelling extends Updates {
  emitUpdate(audience, update) {
    audience.emit('orderUpdate', update);
  }
}

export class TwoValuesAreEmitted extends Updates {
  emitUpdate(audience, update) {
    audience.emit('order-update', update.orderId, update);
  }
}

export class NoValueIsEmitted extends Updates {
  emitUpdate(audience) {
    audience.emit('order-update');
  }
}

export class AnAckIsAskedFor extends Updates {
  emitUpdate(audience, update) {
    audience.timeout(10_000).emit('order-update', update, () => {});
  }
}

export class WrongPayloadIsEmitted extends Shop {
  update({ orderId }) {
    return { orderId, at: NOW };
  }
}

export class EmittedAsJsonText extends Shop {
  update(wanted) {
    return JSON.stringify(super.update(wanted));
  }
}

export class WrongDateIsEmitted extends Shop {
  update(wanted) {
    return { ...super.update(wanted), at: 'today' };
  }
}

export class UnknownVariantIsEmitted extends Shop {
  notification() {
    return { ...super.notification(), kind: 'gift' };
  }
}

export class WrongFormatIsEmitted extends Shop {
  notification() {
    return { ...super.notification(), id: 'n-1' };
  }
}

export class ObjectForTextIsEmitted extends Shop {
  welcome(namespace, socket) {
    if (namespace === '/') socket.emit('announcement', { text: 'Hello' });
    else super.welcome(namespace, socket);
  }
}

export class ExclusiveBoundIsEmitted extends Shop {
  stock(pet) {
    return { ...super.stock(pet), price: 0 };
  }
}

export class EmittedInSnakeCase extends Shop {
  posted(message) {
    const { messageId, ...posted } = super.posted(message);
    return { ...posted, message_id: messageId };
  }
}

export class EmittedToEveryone extends Shop {
  tellStock(pet) {
    this.io.of('/inventory').emit('inventory-update', this.stock(pet));
  }
}

export class RoomIsNotLeft extends Shop {
  unwatch() {
    return [{ watching: false, stock: 4 }];
  }
}

export class AnotherRoomIsLeft extends Shop {
  unwatch(socket, { petId }) {
    return super.unwatch(socket, { petId: `${petId}s` });
  }
}

export class EmittedToAnotherRoom extends Shop {
  tellStock(pet, room) {
    super.tellStock({ petId: 'pet-elsewhere' }, room);
  }
}

export class RoomHearsOfWhoLeft extends Shop {
  unwatch(socket, pet) {
    this.tellStock(pet, `pet-${pet.petId}`);
    return [{ watching: false, stock: 4 }];
  }
}

// Whoever causes an event is left out of those who hear it.
export class OnlyOthersInTheRoomHearNonsense extends Shop {
  tellStock() {}

  reserve(socket, petId, ...more) {
    socket.to(`pet-${petId}`).emit('inventory-update', { petId, stock: '3' });
    return super.reserve(socket, petId, ...more);
  }
}
