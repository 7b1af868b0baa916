// How a test talks to a program of this folder: a line of JSON asks, a line answers.
// What JSON has no word for is `{$bytes: base64}` and `{$undefined: true}`.
import { createInterface } from 'node:readline';

// Answers each line with `{value}`, or `{error}`, until there are no more.
export async function serve(answer) {
  for await (const line of createInterface({ input: process.stdin })) {
    let said;
    try {
      said = { value: await answer(revived(JSON.parse(line))) };
    } catch (error) {
      said = { error: String(error) };
    }
    console.log(JSON.stringify(plain(said)));
  }
  process.exit();
}

function plain(value) {
  if (value instanceof Uint8Array) {
    return { $bytes: Buffer.from(value).toString('base64') };
  }
  return value === undefined ? { $undefined: true } : each(value, plain);
}

function revived(value) {
  if (typeof value?.$bytes === 'string') return Buffer.from(value.$bytes, 'base64');
  return value?.$undefined === true ? undefined : each(value, revived);
}

function each(value, change) {
  if (Array.isArray(value)) return value.map(change);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(one)]));
}
