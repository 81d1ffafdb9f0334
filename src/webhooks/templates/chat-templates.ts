// The forms of the chat services, each within that service's own limits.
import { cut, summarize, type Summary } from './summary.js';
import { jsonMessage, type Rendered, type TemplateInput } from './message.js';

const COLORS: Record<Summary['mood'], number> = { good: 0x2e9e5b, bad: 0xd64545, neutral: 0x6b7280 };
const MARKS: Record<Summary['mood'], string> = { good: '✅', bad: '❌', neutral: 'ℹ️' };

/** An embed; Discord answers 204. Limits: title 256, description 4096, field 1024. Mentions in prompts ping nobody. */
export function discord({ url, payload, options }: TemplateInput): Rendered {
  const { title, text, facts, mood, imageUrl } = summarize(payload);
  return jsonMessage(url, {
    username: options.username,
    avatar_url: options.avatar_url,
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: cut(title, 256),
        description: text ? cut(text, 2_000) : undefined,
        color: COLORS[mood],
        fields: facts.map(({ name, value }) => ({ name, value: cut(value, 1_000), inline: true })),
        image: imageUrl ? { url: imageUrl } : undefined,
        timestamp: payload.timestamp,
        footer: { text: `StableQueue · ${payload.type}` },
      },
    ],
  });
}

/** Blocks, with plain text for notifications. Slack refuses messages whose images it cannot fetch. */
export function slack({ url, payload }: TemplateInput): Rendered {
  const { title, text, facts, mood, imageUrl } = summarize(payload);
  const lines = facts.map(({ name, value }) => `*${name}:* ${forSlack(cut(value, 200))}`).join('   ');
  const section = (mrkdwn: string) => ({ type: 'section', text: { type: 'mrkdwn', text: mrkdwn } });
  const heading = `${MARKS[mood]} *${forSlack(title)}*${text && `\n${forSlack(cut(text, 1_500))}`}`;
  return jsonMessage(url, {
    text: forSlack(cut(`${title}${text && `: ${text}`}`, 500)),
    blocks: [
      section(heading),
      ...(imageUrl ? [{ type: 'image', image_url: imageUrl, alt_text: cut(text || title, 500) }] : []),
      ...(lines ? [{ type: 'context', elements: [{ type: 'mrkdwn', text: cut(lines, 2_900) }] }] : []),
    ],
  });
}

/** JSON goes to the root of an ntfy server; its topic is named in the body. */
export function ntfy({ url, payload, options }: TemplateInput): Rendered {
  const { title, text, facts, mood, imageUrl } = summarize(payload);
  const address = new URL(url);
  const parts = address.pathname.split('/').filter(Boolean);
  const topic = options.topic ?? parts.pop() ?? '';
  address.pathname = `/${parts.join('/')}`;
  const lines = facts.map(({ name, value }) => `${name}: ${value}`).join('\n');
  const body = {
    topic,
    title,
    message: cut([text, lines].filter(Boolean).join('\n\n'), 3_500),
    priority: options.priority ?? (mood === 'bad' ? 4 : 3),
    tags: [mood === 'good' ? 'white_check_mark' : mood === 'bad' ? 'x' : 'information_source'],
    attach: imageUrl ?? undefined,
  };
  return jsonMessage(address.href, body, options.token ? { authorization: `Bearer ${options.token}` } : {});
}

/** The address holds the bot's token: `https://api.telegram.org/bot<token>`, with or without the method. */
export function telegram({ url, payload, options }: TemplateInput): Rendered {
  const { title, text, facts, mood, imageUrl } = summarize(payload);
  const address = new URL(url);
  address.pathname = `${address.pathname.replace(/\/+$/, '').replace(/\/send\w+$/, '')}/sendMessage`;
  const lines = facts.map(({ name, value }) => `<b>${name}:</b> ${forHtml(cut(value, 200))}`).join('\n');
  const message = [`${MARKS[mood]} <b>${forHtml(title)}</b>`, forHtml(cut(text, 2_000)), lines];
  return jsonMessage(address.href, {
    chat_id: options.chat_id,
    text: message.filter(Boolean).join('\n'),
    parse_mode: 'HTML',
    link_preview_options: imageUrl ? { url: imageUrl, prefer_large_media: true } : { is_disabled: true },
  });
}

function forSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const forHtml = forSlack;
