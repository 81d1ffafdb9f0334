import { describe, expect, it } from '@jest/globals';
import { maskUrl } from './mask-url.js';

describe(maskUrl, () => {
  it.each([
    ['https://hooks.example/stablequeue/jobs', 'https://hooks.example/stablequeue/jobs'],
    [
      'https://discord.com/api/webhooks/1234567890123456789/aB3dEfGhIjKlMnOpQrStUvWxYz',
      'https://discord.com/api/webhooks/1234…/aB3d…',
    ],
    ['https://api.telegram.org/bot123456:ABC-DEF/sendMessage', 'https://api.telegram.org/bot1…/sendMessage'],
    [
      'https://hooks.slack.com/services/T0000/B0000/XXXXXXXXXXXXXXXXXXXXXXXX',
      'https://hooks.slack.com/services/T0000/B0000/XXXX…',
    ],
    ['http://10.0.0.2:8080/hook?token=secret&x=1', 'http://10.0.0.2:8080/hook?token=…&x=…'],
  ])('shows %s without what opens it', (url, shown) => {
    expect(maskUrl(url)).toBe(shown);
  });
});
