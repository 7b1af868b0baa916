// What is valid in the Pet Store, written down by hand as servers on Node have it.
const DATE_TIME =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const text =
  (least, most = Infinity) =>
  (value) =>
    typeof value === 'string' && [...value].length >= least && [...value].length <= most;
const integer = (least, most) => (value) =>
  Number.isInteger(value) && value >= least && value <= most;
const dateTime = (value) => typeof value === 'string' && DATE_TIME.test(value);
const bytes = (value) => value instanceof Uint8Array;
const uuids = (value) =>
  Array.isArray(value) &&
  value.length >= 1 &&
  value.length <= 100 &&
  value.every((one) => typeof one === 'string' && UUID.test(one));

// An object with these properties; what ends in `?` may be left out.
const object = (properties, closed = true) => {
  const known = new Map(
    Object.entries(properties).map(([key, check]) => [
      key.replace('?', ''),
      { check, wanted: !key.endsWith('?') },
    ]),
  );
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !bytes(value) &&
    Object.keys(value).every((key) => !closed || known.has(key)) &&
    [...known].every(([key, { check, wanted }]) =>
      Object.hasOwn(value, key) ? check(value[key]) : !wanted,
    );
};

// These arguments, of which the last ones may be left out.
const values =
  (checks, least = checks.length) =>
  (given) =>
    given.length >= least &&
    given.length <= checks.length &&
    given.every((value, index) => checks[index](value));

const name = text(1, 64);
const address = object({ street: text(1), city: text(1), 'postcode?': text(0) });
const pet = values([object({ petId: name })]);

export const CHECKS = {
  '/': {},
  '/orders': {
    order: values([
      object({
        petId: name,
        quantity: integer(1, 10),
        'address?': address,
        'note?': text(0, 500),
        'requestId?': text(1, 100),
      }),
    ]),
    'order-created': values([
      object({ orderId: name, petId: name, partner: text(1), createdAt: dateTime }, false),
    ]),
    'track-order': values([object({ orderId: name })]),
  },
  '/inventory': {
    watch: pet,
    unwatch: pet,
    reserve: values([name, integer(1, 10), integer(1, 60)], 2),
  },
  '/notifications': { 'mark-read': values([uuids]) },
  '/chat': {
    message: values([object({ text: text(1, 2000) })]),
    typing: values([]),
    photo: values([object({ image: bytes, 'caption?': text(0, 200) }, false)]),
  },
};
