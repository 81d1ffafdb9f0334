// Readers of the servers' JSON: every answer is checked before it is believed; what has the wrong type is left out.
import { isJsonObject, parseJson, type JsonObject } from '../../common/json.js';

export function jsonOf(body: Buffer): unknown {
  return parseJson(body.toString('utf8'));
}

export function objects(value: unknown, limit = 50_000): JsonObject[] {
  return Array.isArray(value) ? value.slice(0, limit).filter(isJsonObject) : [];
}

/** A non-empty text of reasonable length, else null. */
export function textOf(value: unknown, maxChars = 4_000): string | null {
  return typeof value === 'string' && value !== '' && value.length <= maxChars ? value : null;
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function textsOf(value: unknown, limit = 50_000): string[] {
  return Array.isArray(value) ? value.slice(0, limit).flatMap((item) => textOf(item) ?? []) : [];
}

export function hexOf(value: unknown): string | null {
  const text = textOf(value)?.toLowerCase() ?? '';
  return /^[0-9a-f]{8,64}$/.test(text) ? text : null;
}
