import { describe, expect, it } from '@jest/globals';
import { maskedUrl, presentWebhook } from './job-webhook.js';

describe('the webhook of a job, as it is shown', () => {
  it.each([
    ['https://user:secret@discord.com/api/webhooks/1/token?x=1', 'https://discord.com/…'],
    ['http://nas:8080/', 'http://nas:8080/'],
    ['http://nas?token=1', 'http://nas/'],
    ['no address', '…'],
    [7, '…'],
  ])('shows the host of %p only', (url, shown) => {
    expect(maskedUrl(url)).toBe(shown);
  });

  it('leaves the sealed secret out', () => {
    const stored = {
      url: 'https://x.example/a',
      secretSealed: 'sealed',
      events: ['completed'],
      template: 'slack',
    };
    expect(presentWebhook(JSON.stringify(stored))).toEqual({
      url: 'https://x.example/…',
      events: ['completed'],
      template: 'slack',
    });
    expect(presentWebhook(null)).toBeNull();
  });
});
