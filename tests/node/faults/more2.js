// What goes wrong in servers once a client has done something before.
import { Shop } from '../pet_shop.js';

// Whoever reserves a pet without watching it hears nothing.
export class WatchersAreToldTooLittle extends Shop {
  reserve(socket, petId, ...more) {
    if (socket.rooms.has(`pet-${petId}`)) socket.emit('inventory-update', { petId });
    return super.reserve(socket, petId, ...more);
  }
}

// As where a table of clients is filled by another event.
export class WhoHasWatchedNothingIsForgotten extends Shop {
  reserve(socket, ...given) {
    if (socket.rooms.size < 2) throw new TypeError('who is it?');
    return super.reserve(socket, ...given);
  }
}

export class WhatMayBeLeftOutOfAnAddressIsWanted extends Shop {
  order(socket, order) {
    if (order.address) order.address.postcode.toUpperCase();
    return super.order();
  }
}

// Tells of a pet's stock when one is reserved, and not before.
class QuietWatch extends Shop {
  tellStock() {}

  reserve(socket, petId, ...more) {
    super.tellStock({ petId }, `pet-${petId}`);
    return super.reserve(socket, petId, ...more);
  }
}

export class ARoomThatOthersSpeakInIsNotLeft extends QuietWatch {
  unwatch() {
    return [{ watching: false, stock: 4 }];
  }
}

// It is tried before the one whose rooms it speaks in.
export class AnotherNamespaceTellsTooLittle extends Shop {
  message(...given) {
    const told = { petId: 'pet-7' };
    this.io.of('/inventory').to('pet-pet-7').emit('inventory-update', told);
    return super.message(...given);
  }
}

// Which is tried after messages.
export class MessagesAreCountedInTextAfterAPhoto extends Shop {
  photos = 0;

  message(...given) {
    const [receipt] = super.message(...given);
    const { messageId } = receipt;
    return [{ ...receipt, messageId: this.photos ? String(messageId) : messageId }];
  }

  photo(...given) {
    this.photos += 1;
    return super.photo(...given);
  }
}
