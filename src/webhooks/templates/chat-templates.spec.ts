import { describe, expect, it } from '@jest/globals';
import type { Payload } from '../message-payload.js';
import { discord, ntfy, slack, telegram } from './chat-templates.js';
import type { TemplateInput } from './message.js';

const preview = 'https://queue.example/api/v1/images/preview/1.png?exp=1&sig=2';
const completed: Payload = {
  type: 'job.completed',
  timestamp: '2026-01-01T00:00:00.000Z',
  data: {
    ...{ job_id: 'job-1', status: 'completed', server_alias: 'gpu' },
    generation: { prompt: 'a <b>cat</b> & @everyone', checkpoint_name: 'sdxl' },
    images: [{ role: 'image', preview_url: preview, seed: 7 }],
  },
};
const failed: Payload = {
  type: 'job.failed',
  timestamp: '2026-01-01T00:00:00.000Z',
  data: { job_id: 'job-1', error: { code: 'x', message: 'Out of memory.' } },
};
const input = (url: string, payload = completed, options: TemplateInput['options'] = {}): TemplateInput => ({
  ...{ url, payload, options },
  payloadJson: JSON.stringify(payload),
});
const bodyOf = (rendered: { body: string | Buffer }) => JSON.parse(String(rendered.body)) as unknown;

describe('forms of messages', () => {
  it('discord: an embed with the image, which pings nobody', () => {
    expect(bodyOf(discord(input('https://discord.com/x', completed, { username: 'Queue' })))).toMatchObject({
      username: 'Queue',
      allowed_mentions: { parse: [] },
      embeds: [{ title: 'Image ready', description: 'a <b>cat</b> & @everyone', image: { url: preview } }],
    });
  });

  it('slack: blocks, escaped, with the image', () => {
    const body = bodyOf(slack(input('https://hooks.slack.com/x')));
    expect(body).toMatchObject({
      blocks: [{ type: 'section' }, { type: 'image', image_url: preview }, { type: 'context' }],
    });
    expect(JSON.stringify(body)).toContain('&lt;b&gt;cat&lt;/b&gt; &amp;');
  });

  it.each([
    'http://127.0.0.1:3000/a.png',
    'http://192.168.1.2/a.png',
    'http://nas/a.png',
    'http://nas.local/a.png',
  ])('leaves out an image that the chat service cannot fetch: %s', (preview_url) => {
    const data = { ...completed.data, images: [{ role: 'image', preview_url }] };
    const body = bodyOf(slack(input('https://hooks.slack.com/x', { ...completed, data })));
    expect(JSON.stringify(body)).not.toContain('image_url');
  });

  it('ntfy: JSON to the root of the server, with topic, urgency and token', () => {
    const rendered = ntfy(input('https://ntfy.example/sub/my-topic', failed, { token: 'tk_1' }));
    expect(rendered).toMatchObject({
      url: 'https://ntfy.example/sub',
      headers: { authorization: 'Bearer tk_1' },
    });
    expect(bodyOf(rendered)).toMatchObject({
      topic: 'my-topic',
      title: 'Job failed',
      priority: 4,
      tags: ['x'],
    });
    expect(ntfy(input('https://ntfy.sh/', failed, { topic: 't' })).url).toBe('https://ntfy.sh/');
  });

  it('telegram: escaped HTML to sendMessage, whatever the address says', () => {
    for (const url of [
      'https://api.telegram.org/bot1:x',
      'https://api.telegram.org/bot1:x/',
      'https://api.telegram.org/bot1:x/sendPhoto',
    ]) {
      const rendered = telegram(input(url, completed, { chat_id: '-100' }));
      expect(rendered.url).toBe('https://api.telegram.org/bot1:x/sendMessage');
      expect(bodyOf(rendered)).toMatchObject({
        chat_id: '-100',
        parse_mode: 'HTML',
        text: expect.stringContaining('a &lt;b&gt;cat&lt;/b&gt; &amp; @everyone'),
        link_preview_options: { url: preview },
      });
    }
  });

  it.each([discord, slack, ntfy, telegram])('%p stays within limits and takes any message', (form) => {
    const long = { ...completed, data: { ...completed.data, generation: { prompt: '💥'.repeat(10_000) } } };
    expect(String(form(input('https://x.example/t', long)).body).length).toBeLessThan(20_000);
    for (const type of ['test.ping', 'server.state', 'bulk.finished', 'something.new'])
      expect(bodyOf(form(input('https://x.example/t', { ...completed, type, data: {} })))).toBeDefined();
  });
});
