// What both ends do with a socket: hear, answer as they were told, send.
import { serve } from './lines.js';

const LIMIT = 10_000;

// Does what each line says: one of some commands, with the rest of the line.
export function obey(commands) {
  return serve(({ do: name, ...line }) => inTime(commands[name](line)));
}

async function inTime(work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('this did not happen in time')), LIMIT);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

export class Talk {
  #answers = new Map();
  #heard = [];
  #more = () => {};

  // From now on, acknowledge an event with these values; with null, never.
  answer({ namespace, event, values }) {
    this.#answers.set(JSON.stringify([namespace, event]), values);
    return null;
  }

  attend(socket, namespace) {
    socket.onAny((event, ...given) => {
      const callback = typeof given.at(-1) === 'function' ? given.pop() : null;
      this.#heard.push({ namespace, event, arguments: given, asked: callback !== null });
      this.#more();
      const values = this.#answers.get(JSON.stringify([namespace, event]));
      if (callback && values) callback(...values);
    });
  }

  // The events that came, in their order, once there are `count` of them.
  async heard({ count }) {
    while (this.#heard.length < count) {
      await new Promise((resolve) => {
        this.#more = resolve;
      });
    }
    return this.#heard.splice(0);
  }

  forget() {
    this.#answers.clear();
    this.#heard.length = 0;
  }
}

// Sends an event in a manner: `emit`, `volatile`, `call` for all values of the
// acknowledgement, `await` for what `emitWithAck` makes of it.
export async function send(socket, { event, how = 'emit', limit = 9, ...rest }) {
  const given = rest.arguments;
  switch (how) {
    case 'emit':
      socket.emit(event, ...given);
      return null;
    case 'volatile':
      socket.volatile.emit(event, ...given);
      return null;
    case 'await':
      return socket.timeout(limit * 1000).emitWithAck(event, ...given);
    case 'call':
      return new Promise((resolve, reject) => {
        socket
          .timeout(limit * 1000)
          .emit(event, ...given, (error, ...values) => (error ? reject(error) : resolve(values)));
      });
    default:
      throw new Error(`${how} is no manner of sending`);
  }
}

// Sends the numbers below `count` as fast as it goes; with a key, each in an object.
export function burst(socket, { event, count, key }) {
  for (let number = 0; number < count; number += 1) {
    const text = String(number);
    socket.emit(event, key ? { [key]: text } : text);
  }
  return null;
}
