// What the forms of a message have in common.
import type { Payload } from '../message-payload.js';
import type { TemplateOptions } from '../subscription.js';

/** What goes over the wire, before it is signed. */
export interface Rendered {
  url: string;
  headers: Record<string, string>;
  body: string | Buffer;
}

export interface TemplateInput {
  url: string;
  payload: Payload;
  /** `payload` as it is sent. */
  payloadJson: string;
  options: TemplateOptions;
}

export const JSON_HEADERS = { 'content-type': 'application/json' };

export function jsonMessage(url: string, body: unknown, headers: Record<string, string> = {}): Rendered {
  return { url, headers: { ...JSON_HEADERS, ...headers }, body: JSON.stringify(body) };
}
