// A correct Pet Store, which `faults/` breaks in one place at a time.
import { Server } from 'socket.io';

import { CHECKS } from './checks.js';

export const NOW = '2026-11-02T09:30:00Z';
export const TOKEN = 'a.json.webtoken';

// What each event does: `event` of `namespace` is the method of its name. It returns
// the values of the acknowledgement, or null for none.
export class Shop {
  messages = 0;
  namespaces = Object.keys(CHECKS);

  options() {
    return {};
  }

  serve(http) {
    this.io = new Server(http, { serveClient: false, ...this.options() });
    for (const namespace of this.namespaces) this.open(namespace, this.io.of(namespace));
    return this.io;
  }

  open(namespace, place) {
    place
      .use((socket, next) => this.decide(namespace, socket, next))
      .on('connection', (socket) => this.attend(namespace, socket));
  }

  // who gets in

  decide(namespace, socket, next) {
    next(this.admits(namespace, socket.handshake) ? undefined : new Error('unauthorized'));
  }

  admits(namespace, { auth }) {
    return namespace === '/' || this.knows(auth.token);
  }

  knows(token) {
    return token === TOKEN;
  }

  attend(namespace, socket) {
    for (const event of Object.keys(CHECKS[namespace] ?? {})) this.listen(namespace, event, socket);
    this.welcome(namespace, socket);
  }

  listen(namespace, event, socket) {
    socket.on(event, (...given) => this.take(namespace, event, socket, given));
  }

  welcome(namespace, socket) {
    if (namespace === '/') this.emit(socket, 'announcement', 'We open at nine.');
    if (namespace === '/notifications') this.emit(socket, 'notification', this.notification());
  }

  notification() {
    return {
      kind: 'order',
      id: '2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10',
      at: NOW,
      orderId: 'order-1',
      status: 'shipped',
    };
  }

  // how events are answered

  async take(namespace, event, socket, given) {
    const acknowledge = typeof given.at(-1) === 'function' ? given.pop() : () => {};
    let values;
    try {
      values = await this.answer(namespace, event, socket, given);
    } catch {
      return; // a handler that throws answers nothing
    }
    if (values) this.acknowledge(event, socket, acknowledge, values);
  }

  answer(namespace, event, socket, given) {
    return this.isValid(namespace, event, given)
      ? this[event](socket, ...given)
      : this.refused(event, socket, given);
  }

  acknowledge(event, socket, acknowledge, values) {
    acknowledge(...values);
  }

  isValid(namespace, event, given) {
    return CHECKS[namespace][event](given);
  }

  refused() {
    return [{ error: 'invalid' }];
  }

  // Sends to a socket, a room or a namespace.
  emit(audience, event, ...values) {
    audience.emit(event, ...values);
  }

  // the events

  order() {
    return [{ success: true, orderId: 'order-1' }];
  }

  'order-created'() {
    return null;
  }

  'track-order'(socket, wanted) {
    const room = `order-${wanted.orderId}`;
    socket.join(room);
    this.emit(this.io.of('/orders').to(room), 'order-update', this.update(wanted));
    this.ask(socket, wanted);
    return [this.found(wanted)];
  }

  found({ orderId }) {
    return {
      orderId,
      petId: 'pet-7',
      quantity: 1,
      status: 'placed',
      placedAt: NOW,
      courier: null,
    };
  }

  update({ orderId }) {
    return { orderId, status: 'shipped', at: NOW };
  }

  ask(socket, { orderId }) {
    socket.emit('confirm-delivery', { orderId, courier: 'Ada' }, () => {});
  }

  watch(socket, pet) {
    const room = `pet-${pet.petId}`;
    socket.join(room);
    this.tellStock(pet, room);
    return [{ watching: true, stock: 4 }];
  }

  tellStock(pet, room) {
    this.emit(this.io.of('/inventory').to(room), 'inventory-update', this.stock(pet));
  }

  stock({ petId }) {
    return { petId, stock: 3 };
  }

  unwatch(socket, { petId }) {
    socket.leave(`pet-${petId}`);
    return [{ watching: false, stock: 4 }];
  }

  reserve(socket, petId, quantity) {
    return [{ reservationId: 'r-1', petId, quantity, until: NOW }, 2];
  }

  'mark-read'(socket, ids) {
    return [ids.length];
  }

  message(socket, message) {
    this.messages += 1;
    this.post(this.posted(message));
    return [{ messageId: this.messages, at: NOW }];
  }

  posted({ text }) {
    return { messageId: this.messages, author: 'counter', text, at: NOW };
  }

  post(posted) {
    this.emit(this.io.of('/chat'), 'message', posted);
  }

  typing() {
    return null;
  }

  photo(socket, { image }) {
    return [{ photoId: 'photo-1', bytes: image.length }];
  }
}
