import { describe, expect, it } from '@jest/globals';
import { FakeClock } from '../../test/support/temp-database.js';
import { LinkSigner } from '../secrets/link-signer.js';
import { SecretHasher } from '../secrets/secret-hasher.js';
import { MessageForms } from './templates/message-forms.js';
import type { SdapiTemplate } from './templates/sdapi-template.js';

const DAY_MS = 86_400_000;
const PATH = '/api/v1/images/download/a%20b_1.png';

describe('links in a message that is sent late', () => {
  const clock = new FakeClock();
  const links = new LinkSigner(new SecretHasher({ key: Buffer.alloc(32, 1) }), clock);
  const forms = new MessageForms({} as SdapiTemplate, links);
  const receiver = {
    ...{ url: 'https://me.example/', shownUrl: 'https://me.example/', template: 'standard' as const },
    ...{ options: {}, secrets: [], secretHeader: false },
  };
  const sent = async (payloadJson: string): Promise<string> =>
    String(await forms.using({ payloadJson }, receiver, async ({ body }) => body));

  it('open when they come, behind whatever address they are', async () => {
    const url = `https://queue.example/under/here${links.sign(PATH)}`;
    const payloadJson = JSON.stringify({
      type: 'job.completed',
      timestamp: 'now',
      data: { job_id: 'j', images: [{ filename: 'a b_1.png', url, preview_url: url }] },
    });
    expect(await sent(payloadJson)).toBe(payloadJson);
    clock.advance(29 * DAY_MS);
    const message = JSON.parse(await sent(payloadJson)) as { data: { images: { url: string }[] } };
    const fresh = new URL(message.data.images[0]!.url);
    expect(fresh.href).toMatch(/^https:\/\/queue\.example\/under\/here\/api\/v1/);
    const [expires, signature] = [fresh.searchParams.get('exp'), fresh.searchParams.get('sig')];
    expect(links.verify(PATH, expires, signature)).toBe(true);
    const stored = new URL(url).searchParams;
    expect(links.verify(PATH, stored.get('exp'), stored.get('sig'))).toBe(false);
  });

  it('leaves messages without images as they are', async () => {
    const payloadJson = '{ "type":"job.failed","timestamp":"now","data":{"images":["x"]} }';
    expect(await sent(payloadJson)).toBe(payloadJson);
  });
});
