import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { UiFunction } from '../interface/ui-function.js';
import { EventQueue } from './event-queue.js';
import { SessionStreams } from './session-streams.js';
import type { QueueMessage } from './session-streams.js';

/** Keeps what would be sent. */
class Heard extends SessionStreams {
  readonly messages: QueueMessage[] = [];

  override send(_: string, message: QueueMessage): void {
    this.messages.push(message);
  }
}

describe('the queue of Gradio 4.40', () => {
  const ending = new AbortController();
  const fn = { id: 7, python: 'txt2img' } as UiFunction;
  const forever = (): Promise<never> => new Promise(() => undefined);

  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => {
    ending.abort();
    jest.useRealTimers();
  });

  it('tells who waits his place when he joins and every 64 s, not when it changes', () => {
    const heard = new Heard(15_000, ending.signal);
    const queue = new EventQueue(heard, ending.signal);
    for (const session of ['a', 'b', 'c']) queue.join(fn, session, forever);
    const places = (): unknown[] =>
      heard.messages.filter(({ msg }) => msg === 'estimation').map(({ rank }) => rank);
    expect(places()).toEqual([0, 1, 2]);
    jest.advanceTimersByTime(63_999);
    expect(places()).toEqual([0, 1, 2]);
    jest.advanceTimersByTime(1);
    expect(places()).toEqual([0, 1, 2, 0, 1]);
    expect(heard.messages.filter(({ msg }) => msg === 'process_starts')).toHaveLength(1);
  });
});
