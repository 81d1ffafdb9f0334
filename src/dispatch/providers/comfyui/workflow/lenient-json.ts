// JSON as Python writes it and people export it: bare NaN and Infinity, and integers of 64 bits. Numbers that JavaScript
// cannot hold become texts of their digits, which ComfyUI reads as the numbers that they are (seen on 0.33.0).
import { parseJson } from '../../../../common/json.js';

/**
 * Texts are passed over; everything else outside of them that is no JSON, or too large a number, is replaced. A text that
 * is never closed counts to the end: looked for again from each of its quotes it would take for ever.
 */
const TOKENS = /"(?:[^"\\]|\\.)*"?|-?\b(?:NaN|Infinity)\b|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;

/** Undefined when it is no JSON even so. */
export function parseLenientJson(text: string): unknown {
  return parseJson(text.replace(TOKENS, readable));
}

function readable(token: string): string {
  if (token.startsWith('"')) return token;
  if (/^-?(NaN|Infinity)$/.test(token)) return 'null';
  const isWhole = /^-?\d+$/.test(token);
  return isWhole && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;
}
