import { createElement } from 'react';
import { notifications } from '@mantine/notifications';
import { messageOf } from '../api/problem';
import { text } from '../text';
import { OfferMessage } from './offer-message';

const OFFER_MS = 8_000;
/** What takes no longer needs no words. */
const NOTICED_MS = 400;
const newId = (): string => crypto.randomUUID?.() ?? String(Math.random());

/** Short messages at the edge of the page. */
export const toast = {
  done: (message: string): void => void notifications.show({ message, autoClose: 4_000 }),

  /** Shown while `work` lasts. */
  async during<T>(message: string, work: Promise<T>): Promise<T> {
    const id = newId();
    const show = (): string => notifications.show({ id, message, loading: true, autoClose: false });
    const timer = setTimeout(show, NOTICED_MS);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
      notifications.hide(id);
    }
  },

  /** `act` runs at most once, while the message is shown. */
  offer(message: string, label: string, act: () => void | Promise<unknown>): void {
    const id = newId();
    const take = (): void => {
      notifications.hide(id);
      void act();
    };
    notifications.show({
      id,
      message: createElement(OfferMessage, { message, label, onTake: take }),
      autoClose: OFFER_MS,
    });
  },

  undo(message: string, undo: () => void | Promise<unknown>): void {
    toast.offer(message, text.actions.undo, undo);
  },

  /** `act` runs when the message has gone without its undo having been pressed; until then nothing has happened yet. */
  later(message: string, act: () => void | Promise<unknown>, undo: () => void): void {
    let taken = false;
    const id = newId();
    const take = (): void => {
      taken = true;
      notifications.hide(id);
      undo();
    };
    notifications.show({
      id,
      message: createElement(OfferMessage, { message, label: text.actions.undo, onTake: take }),
      autoClose: OFFER_MS,
      onClose: () => {
        if (!taken) void act();
        taken = true;
      },
    });
  },

  problem: (error: unknown): void =>
    void notifications.show({
      title: text.problem.title,
      message: messageOf(error),
      color: 'red',
      autoClose: 10_000,
    }),
};
