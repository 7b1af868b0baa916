// A client of socket.io-client, which does what the lines say.
import { Manager } from 'socket.io-client';

import { burst, obey, send, Talk } from './talking.js';

const talk = new Talk();
let manager;
let sockets = new Map();
let lost = new Map();

function once(emitter, event) {
  return new Promise((resolve) => emitter.once(event, resolve));
}

function enter({ namespace, auth, options }) {
  const socket = manager.socket(namespace, options);
  socket.auth = auth;
  sockets.set(namespace, socket);
  talk.attend(socket, namespace);
  socket.on('disconnect', (reason) => lost.set(namespace, reason));
  return new Promise((resolve) => {
    socket.once('connect', () => resolve({ recovered: Boolean(socket.recovered) }));
    socket.once('connect_error', ({ message, data }) => resolve({ refused: { message, data } }));
    socket.connect();
  });
}

const commands = {
  // A connection with these options of a Manager; namespaces are entered on it.
  open({ url, options }) {
    commands.close();
    manager = new Manager(url, { reconnection: false, autoConnect: false, ...options });
    return null;
  },
  enter,
  answer: (line) => talk.answer(line),
  heard: (line) => talk.heard(line),
  send: (line) => send(sockets.get(line.namespace), line),
  burst: (line) => burst(sockets.get(line.namespace), line),
  transport: () => manager.engine.transport.name,
  async upgraded() {
    const { engine } = manager;
    if (engine.transport.name === 'polling') await once(engine, 'upgrade');
    return engine.transport.name;
  },
  // Why a namespace was lost.
  async lost({ namespace }) {
    if (!lost.has(namespace)) await once(sockets.get(namespace), 'disconnect');
    return lost.get(namespace);
  },
  // Why the next attempt to come back does not get there.
  async 'turned away'() {
    const { message } = await once(manager, 'reconnect_error');
    return message;
  },
  async back({ namespace }) {
    const socket = sockets.get(namespace);
    if (!socket.connected) await once(socket, 'connect');
    return { recovered: Boolean(socket.recovered) };
  },
  close() {
    manager?.reconnection(false);
    for (const socket of sockets.values()) socket.disconnect();
    sockets = new Map();
    lost = new Map();
    talk.forget();
    return null;
  },
};

await obey(commands);
