// Addresses of chat services are secrets themselves: whoever knows one may post there. Shown are the host and enough
// of the rest to tell two of them apart.
import type { WebhookTemplate } from './contract/webhook.dto.js';

const LONGEST_SHOWN = 16;
const HEAD = 4;
const LOOKS_SECRET = /^bot\d+:|\d/;

/** Of ntfy the topic is all that keeps others out, whatever it looks like. */
export function maskUrl(text: string, template: WebhookTemplate = 'standard'): string {
  const url = new URL(text);
  const path = url.pathname
    .split('/')
    .map((segment) => (template === 'ntfy' ? beginningOf(segment) : maskSegment(segment)))
    .join('/');
  const query = [...url.searchParams.keys()].map((name) => `${encodeURIComponent(name)}=…`).join('&');
  return `${url.origin}${path}${query && `?${query}`}`;
}

function maskSegment(segment: string): string {
  const secret = segment.length > LONGEST_SHOWN && (LOOKS_SECRET.test(segment) || /[A-Z]/.test(segment));
  return secret || /^bot\d+:/.test(segment) ? `${segment.slice(0, HEAD)}…` : segment;
}

function beginningOf(segment: string): string {
  return segment === '' ? '' : `${segment.slice(0, HEAD / 2)}…`;
}
