// Valid events that are refused, and invalid ones that are taken, in other ways.
import { CHECKS } from '../checks.js';
import { Shop } from '../pet_shop.js';
import { isObject, Mends, MendsLists, MendsOrders, Picky, Reads } from './bases.js';

const A_UUID = '2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10';

export class BlankTextIsRefused extends Picky {
  dislikes(event, [message]) {
    return event === 'message' && !message.text.trim();
  }
}

export class LengthIsCountedInBytes extends Picky {
  dislikes(event, [pet]) {
    return event === 'watch' && Buffer.byteLength(pet.petId) > 64;
  }
}

export class CapitalsInAUuidAreRefused extends Picky {
  dislikes(event, [ids]) {
    return event === 'mark-read' && ids.some((one) => one !== one.toLowerCase());
  }
}

export class AListOfOneIsRefused extends Picky {
  dislikes(event, [ids]) {
    return event === 'mark-read' && ids.length === 1;
  }
}

export class LongListsAreRefused extends Picky {
  dislikes(event, [ids]) {
    return event === 'mark-read' && ids.length > 99;
  }
}

export class PhotoWantsACaption extends Picky {
  dislikes(event, [photo]) {
    return event === 'photo' && !('caption' in photo);
  }
}

// Where the document is open.
export class UnknownPropertiesOfPhotosAreRefused extends Picky {
  dislikes(event, [photo]) {
    const isKnown = (key) => ['caption', 'image'].includes(key);
    return event === 'photo' && !Object.keys(photo).every(isKnown);
  }
}

export class EmptyFileIsRefused extends Picky {
  dislikes(event, [photo]) {
    return event === 'photo' && photo.image.length === 0;
  }
}

export class EmptyNoteIsRefused extends Picky {
  dislikes(event, [order]) {
    return event === 'order' && order.note === '';
  }
}

export class EmptyPostcodeIsRefused extends Picky {
  dislikes(event, [order]) {
    return event === 'order' && order.address?.postcode === '';
  }
}

export class NullIsTakenForALeftOutArgument extends Shop {
  isValid(namespace, event, given) {
    const isLeftOut = event === 'reserve' && given.length === 3 && given[2] === null;
    return super.isValid(namespace, event, isLeftOut ? given.slice(0, 2) : given);
  }
}

export class ArgumentsMayComeInOneList extends Reads {
  read(event, given) {
    const isList = event === 'reserve' && given.length === 1 && Array.isArray(given[0]);
    return isList ? given[0] : given;
  }
}

export class ArgumentsMayComeInOneObject extends Reads {
  read(event, given) {
    if (event !== 'reserve' || given.length !== 1 || !isObject(given[0])) return given;
    const names = ['petId', 'quantity', 'minutes'];
    return names.filter((name) => name in given[0]).map((name) => given[0][name]);
  }
}

export class MoreArgumentsThanOneAreTaken extends Reads {
  read(event, given) {
    return event === 'order' ? given.slice(0, 1) : given;
  }
}

export class CaptionMayBeTooLong extends Mends {
  event = 'photo';

  mended(photo) {
    const isText = typeof photo?.caption === 'string';
    return isText ? { ...photo, caption: photo.caption.slice(0, 200) } : photo;
  }
}

export class ImageIsNotChecked extends Mends {
  event = 'photo';

  mended(photo) {
    return isObject(photo) ? { ...photo, image: Buffer.alloc(0) } : photo;
  }

  photo() {
    return [{ photoId: 'photo-1', bytes: 0 }];
  }
}

// Mends each text in the list of what was read.
class MendsIds extends MendsLists {
  mendedList(ids) {
    return ids.map((one) => (typeof one === 'string' ? this.mendedId(one) : one));
  }
}

export class UuidMayEndInMore extends MendsIds {
  mendedId(id) {
    return id.slice(0, 36);
  }
}

export class UuidMayBeginWithMore extends MendsIds {
  mendedId(id) {
    return id.slice(-36);
  }
}

export class UuidMayEndInALineBreak extends MendsIds {
  mendedId(id) {
    return id.replace(/\n$/, '');
  }
}

export class UuidMayHaveBraces extends MendsIds {
  mendedId(id) {
    return id.replace(/^\{|\}$/g, '');
  }
}

export class UuidMayLackItsDashes extends MendsIds {
  mendedId(id) {
    return /^[0-9a-z]{32}$/i.test(id) ? A_UUID : id;
  }
}

export class LongTextIsCut extends Reads {
  read(event, given) {
    const [message, ...more] = given;
    if (event !== 'message' || typeof message?.text !== 'string') return given;
    return [{ ...message, text: message.text.slice(0, 2000) }, ...more];
  }
}

export class OtherSpellingsAreRead extends MendsOrders {
  mendedOrder({ pet_id, ...order }) {
    return pet_id === undefined ? order : { ...order, petId: pet_id };
  }
}

export class NestedJsonTextIsRead extends MendsOrders {
  mendedOrder(order) {
    if (typeof order.address !== 'string') return order;
    try {
      return { ...order, address: JSON.parse(order.address) };
    } catch {
      return order;
    }
  }
}

export class NumbersAreMadeText extends Mends {
  event = 'watch';

  mended(pet) {
    return Number.isInteger(pet?.petId) ? { ...pet, petId: String(pet.petId) } : pet;
  }
}

export class OnlyTheFirstInvalidOrderIsRefused extends Shop {
  invalid = 0;

  isValid(namespace, event, given) {
    if (super.isValid(namespace, event, given)) return true;
    if (event !== 'order' || given.length !== 1) return false;
    this.invalid += 1;
    return this.invalid > 1;
  }
}

export class NamesThatOnlyBeginSoAreTaken extends Shop {
  attend(namespace, socket) {
    super.attend(namespace, socket);
    socket.use((packet, next) => {
      const [event] = packet;
      const isLike = namespace === '/orders' && !Object.hasOwn(CHECKS[namespace], event);
      if (isLike && event.startsWith('order')) packet[0] = 'order';
      next();
    });
  }
}
