import { describe, expect, it } from '@jest/globals';
import { InvalidRequestError } from '../../common/errors.js';
import { AddressPolicy } from '../../outbound/address-policy.js';
import { readAllowList } from '../../outbound/allow-list.js';
import { SecretBox } from '../../secrets/secret-box.js';
import { WEBHOOK_OWNER, WEBHOOK_URL_OWNER, WebhookIntake, type StoredWebhook } from './webhook-intake.js';
import type { WebhookDto } from './webhook.dto.js';

const box = new SecretBox({ key: Buffer.alloc(32, 1) });
const intake = new WebhookIntake(box, new AddressPolicy(readAllowList()));
const take = (dto: WebhookDto) => JSON.parse(intake.take(dto, 'https://queue.example')) as StoredWebhook;
const refusal = (dto: WebhookDto): unknown => {
  try {
    return take(dto);
  } catch (error) {
    return error;
  }
};

describe(WebhookIntake.name, () => {
  it('seals the secret and fills in what was left out', () => {
    const stored = take({ url: 'https://me.example/hook', secret: 'twelve chars' });
    expect(stored).toMatchObject({
      url: 'https://me.example/…',
      events: ['completed', 'failed', 'cancelled', 'bulk_finished'],
      template: 'standard',
      secretHeader: false,
      baseUrl: 'https://queue.example',
    });
    expect(JSON.stringify(stored)).not.toContain('twelve');
    expect(box.open(stored.secretSealed ?? '', WEBHOOK_OWNER)).toBe('twelve chars');
  });

  it('keeps only scheme and host of the address in clear', () => {
    const url = 'https://discord.example/api/webhooks/1/token?thread=secret';
    const stored = take({ url });
    expect(stored.url).toBe('https://discord.example/…');
    expect(JSON.stringify(stored)).not.toMatch(/token|secret=|thread/);
    expect(box.open(stored.urlSealed, WEBHOOK_URL_OWNER)).toBe(url);
  });

  it('refuses an address that must not be reached, and names the field', () => {
    const error = refusal({ url: 'http://169.254.169.254/' }) as InvalidRequestError;
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error).toMatchObject({ code: 'address_not_allowed', status: 400 });
    expect(error.details).toMatchObject({ fields: [{ path: 'webhook.url' }] });
  });

  it.each([
    ['a short key', { secret: 'whsec_AAAA' }],
    ['something that is not base64', { secret: 'whsec_not base64 at all!' }],
    ['a secret for a header that no header can hold', { secret: 'line\nbreak', secret_header: true }],
  ])('refuses %s', (_what, more) => {
    expect(refusal({ url: 'https://me.example/', ...more })).toMatchObject({
      code: 'invalid_field_value',
      details: { fields: [{ path: 'webhook.secret' }] },
    });
  });
});
