import { describe, expect, it } from '@jest/globals';
import type { Webhook } from '../../api/queries/webhooks';
import { createBody, draftOf, newDraft, updateBody, withEvent } from './webhook-draft';

const saved = {
  id: 'wh_1',
  name: 'chat',
  url: 'https://ntfy.sh/my…',
  template: 'ntfy',
  events: ['job.failed'],
  filter: { server_alias: 'lab' },
} as unknown as Webhook;

describe('the form of a webhook', () => {
  it('changes nothing when nothing was written: stored options stay, and so does the masked address', () => {
    expect(updateBody(draftOf(saved), saved)).toEqual({
      name: 'chat',
      url: 'https://ntfy.sh/my…',
      template: 'ntfy',
      events: ['job.failed'],
      filter: { server_alias: 'lab' },
    });
  });

  it('replaces all options when one is written or the service changes', () => {
    const draft = draftOf(saved);
    const options = { ...draft.options, priority: '4', topic: ' cats ', username: 'of another service' };
    expect(updateBody({ ...draft, options }, saved).options).toEqual({ priority: 4, topic: 'cats' });
    expect(updateBody({ ...draft, template: 'slack' }, saved).options).toEqual({});
  });

  it('sends a secret only when one was written', () => {
    const draft = { ...newDraft(), name: ' mine ', url: ' https://example.org/hook ' };
    expect(createBody(draft)).toEqual({
      name: 'mine',
      url: 'https://example.org/hook',
      template: 'standard',
      events: ['job.completed', 'job.failed', 'bulk.finished'],
      options: {},
      filter: {},
    });
    expect(createBody({ ...draft, secret: 'a secret of my own' }).secret).toBe('a secret of my own');
  });

  it('keeps events in their order', () => {
    expect(withEvent(['bulk.finished'], 'job.failed', true)).toEqual(['job.failed', 'bulk.finished']);
    expect(withEvent(['job.failed'], 'job.failed', false)).toEqual([]);
  });
});
