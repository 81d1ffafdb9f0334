import { describe, expect, it } from '@jest/globals';
import { answerMode, type ModeFacts } from './answer-mode.js';

const FACTS: ModeFacts = {
  entersSync: false,
  prefer: undefined,
  keyMode: null,
  defaultMode: 'async',
  hasWebhook: false,
};

describe(answerMode.name, () => {
  it.each<[string, Partial<ModeFacts>, 'sync' | 'async']>([
    ['the setting of the server', {}, 'async'],
    ['the key before the server', { keyMode: 'sync' }, 'sync'],
    ['the request before the key', { keyMode: 'sync', prefer: 'respond-async' }, 'async'],
    ['a wait with its seconds', { prefer: 'wait=10' }, 'sync'],
    ['an id where both would do', { prefer: 'respond-async, wait=10' }, 'async'],
    ['the address before all', { entersSync: true, prefer: 'respond-async', keyMode: 'async' }, 'sync'],
    ['auto with a webhook', { keyMode: 'auto', hasWebhook: true }, 'async'],
    ['auto without one', { defaultMode: 'auto' }, 'sync'],
    ['a preference of something else', { prefer: 'return=minimal' }, 'async'],
  ])('takes %s', (_what, facts, mode) => {
    expect(answerMode({ ...FACTS, ...facts })).toBe(mode);
  });
});
