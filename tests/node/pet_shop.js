// A correct Pet Store, which `faults.js` breaks in one place at a time.
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
      .use((socket, next) =>
        next(this.admits(namespace, socket.handshake) ? undefined : new Error('unauthorized')),
      )
      .on('connection', (socket) => {
        for (const event of Object.keys(CHECKS[namespace] ?? {})) {
          socket.on(event, (...given) => this.take(namespace, event, socket, given));
        }
        this.welcome(namespace, socket);
      });
  }

  admits(namespace, { auth }) {
    return namespace === '/' || this.knows(auth.token);
  }

  knows(token) {
    return token === TOKEN;
  }

  welcome(namespace, socket) {
    if (namespace === '/') socket.emit('announcement', 'We open at nine.');
    if (namespace === '/notifications') {
      socket.emit('notification', {
        kind: 'order',
        id: '2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10',
        at: NOW,
        orderId: 'order-1',
        status: 'shipped',
      });
    }
  }

  async take(namespace, event, socket, given) {
    const acknowledge = typeof given.at(-1) === 'function' ? given.pop() : () => {};
    let values;
    try {
      values = this.isValid(namespace, event, given)
        ? await this[event](socket, ...given)
        : this.refused(event, socket);
    } catch {
      return; // a handler that throws answers nothing
    }
    if (values) this.acknowledge(event, acknowledge, values);
  }

  acknowledge(event, acknowledge, values) {
    acknowledge(...values);
  }

  isValid(namespace, event, given) {
    return CHECKS[namespace][event](given);
  }

  refused() {
    return [{ error: 'invalid' }];
  }

  order() {
    return [{ success: true, orderId: 'order-1' }];
  }

  'order-created'() {
    return null;
  }

  'track-order'(socket, { orderId }) {
    socket.join(`order-${orderId}`);
    this.io.of('/orders').to(`order-${orderId}`).emit('order-update', this.update(orderId));
    socket.emit('confirm-delivery', { orderId, courier: 'Ada' }, () => {});
    return [this.found(orderId)];
  }

  found(orderId) {
    return {
      orderId,
      petId: 'pet-7',
      quantity: 1,
      status: 'placed',
      placedAt: NOW,
      courier: null,
    };
  }

  update(orderId) {
    return { orderId, status: 'shipped', at: NOW };
  }

  watch(socket, { petId }) {
    socket.join(`pet-${petId}`);
    this.tellStock(petId);
    return [{ watching: true, stock: 4 }];
  }

  tellStock(petId) {
    this.io.of('/inventory').to(`pet-${petId}`).emit('inventory-update', { petId, stock: 3 });
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

  message(socket, { text }) {
    this.messages += 1;
    this.post(text);
    return [{ messageId: this.messages, at: NOW }];
  }

  post(text) {
    const posted = { messageId: this.messages, author: 'counter', text, at: NOW };
    this.io.of('/chat').emit('message', posted);
  }

  typing() {
    return null;
  }

  photo(socket, { image }) {
    return [{ photoId: 'photo-1', bytes: image.length }];
  }
}
