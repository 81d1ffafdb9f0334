// A1111 infotext ("prompt / Negative prompt: / Steps: …, Seed: …") to the API's parameters. As the web UIs paste it;
// patterns are bounded, so that the time grows with the length and not faster.
import type { Params } from '../draft/draft';
import { readSettings } from './infotext-settings';

const MOST_CHARS = 1_000_000;
const PAIR = /([\p{L}\p{N}_][\p{L}\p{N}_ \-/]{1,120}):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)/gu;
const PAIRS_IN_A_PARAMETER_LINE = 3;
const NEGATIVE = 'Negative prompt:';
/** Written by the dynamic-prompts extension around the parameters. */
const TEMPLATE = /^(?:Negative )?Template:/;
/** Sites write these as bare JSON, whose commas would tear them apart; nothing of them is a parameter. */
const JSON_VALUE = /(?:Civitai resources|Civitai metadata|Hashes): *([[{])/g;

/** Null when it is none: no line of parameters is in it. */
export function paramsOfInfotext(text: string): Params | null {
  const lines = text.slice(0, MOST_CHARS).replace(/\r\n?/g, '\n').trim().split('\n');
  const at = parameterLine(lines);
  if (at === null) return null;
  return { ...promptsOf(lines.slice(0, at)), ...readSettings(Object.fromEntries(pairsOf(lines[at]!))) };
}

/** The last `Steps: n` line wins: prompts may hold such lines too. */
function parameterLine(lines: readonly string[]): number | null {
  const isOne = (line: string): boolean => pairsOf(line).length >= PAIRS_IN_A_PARAMETER_LINE;
  const steps = lines.findLastIndex((line) => /^\s*Steps: *\d/.test(line) && isOne(line));
  if (steps >= 0) return steps;
  const last = lines.findLastIndex((line) => !TEMPLATE.test(line));
  return last >= 0 && isOne(lines[last]!) ? last : null;
}

function pairsOf(line: string): [string, string][] {
  return [...withoutJson(line).matchAll(PAIR)]
    .map((match): [string, string] => [match[1]!.trim(), unquoted(match[2]!.trim())])
    .filter(([, value]) => value !== '');
}

/** Up to the first bracket that closes; where none does, the line stays as it is. */
function withoutJson(line: string): string {
  let rest = '';
  let done = 0;
  for (const match of line.matchAll(JSON_VALUE)) {
    if (match.index < done) continue;
    const end = line.indexOf(match[1] === '[' ? ']' : '}', match.index);
    if (end < 0) break;
    rest += line.slice(done, match.index);
    done = end + 1;
  }
  return rest + line.slice(done);
}

function unquoted(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value;
  try {
    const decoded = JSON.parse(value) as unknown;
    return typeof decoded === 'string' ? decoded : value;
  } catch {
    // Badly quoted: as it is written.
    return value;
  }
}

function promptsOf(lines: readonly string[]): Params {
  const template = lines.findIndex((line, index) => index > 0 && TEMPLATE.test(line));
  const kept = (template < 0 ? lines : lines.slice(0, template)).map((line) => line.trim());
  const split = kept.findIndex((line) => line.startsWith(NEGATIVE));
  const prompt = (split < 0 ? kept : kept.slice(0, split)).join('\n').trim();
  if (split < 0) return { prompt, negative_prompt: '' };
  const negative = kept.slice(split).map((line) => line.replace(NEGATIVE, '').trim());
  return { prompt, negative_prompt: negative.join('\n').trim() };
}
