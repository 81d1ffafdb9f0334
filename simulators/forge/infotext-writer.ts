import { pythonFloat } from '../common/python-text.js';
import { isFloatKey } from './python-json.js';

/**
 * Writes infotexts exactly as both servers do: prompt, negative prompt, then one line of
 * "Key: value" pairs. Values with a comma, colon or newline are quoted as JSON.
 */
export interface InfotextParts {
  prompt: string;
  negativePrompt: string;
  /** In writing order; null and empty values are left out. */
  parameters: [key: string, value: unknown][];
}

export function writeInfotext({ prompt, negativePrompt, parameters }: InfotextParts): string {
  const line = parameters
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([key, value]) => (key === value ? key : `${key}: ${quote(asText(key, value))}`))
    .join(', ');
  const negative = negativePrompt ? `\nNegative prompt: ${negativePrompt}` : '';
  return `${prompt}${negative}\n${line}`.trim();
}

function asText(key: string, value: unknown): string {
  if (typeof value === 'number')
    return isFloatKey(key) || key === 'CFG scale' || key === 'Distilled CFG Scale'
      ? pythonFloat(value)
      : String(value);
  if (value === true) return 'True';
  return String(value);
}

function quote(text: string): string {
  return /[,:\n]/.test(text) ? JSON.stringify(text) : text;
}
