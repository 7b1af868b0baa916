// All faults, by what they break, and by the names that `tests/faulty/` has for them.
import * as acks from './acks.js';
import * as crashes from './crashes.js';
import * as doors from './doors.js';
import * as emitted from './emitted.js';
import * as gates from './gates.js';
import * as more from './more.js';
import * as more2 from './more2.js';
import * as names from './names.js';
import * as pickiness from './pickiness.js';
import * as refusals from './refusals.js';
import * as sequences from './sequences.js';
import * as transports from './transports.js';

const KINDS = [
  acks,
  crashes,
  doors,
  emitted,
  gates,
  more,
  more2,
  names,
  pickiness,
  refusals,
  sequences,
  transports,
];

export const FAULTS = new Map();

for (const kind of KINDS) {
  for (const fault of Object.values(kind)) {
    const name = fault.name.replace(/(?<!^)(?=[A-Z])/g, ' ').toLowerCase();
    if (FAULTS.has(name)) throw new Error(`there are two faults "${name}"`);
    FAULTS.set(name, fault);
  }
}
