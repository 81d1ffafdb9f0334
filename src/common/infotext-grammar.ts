// The grammar of A1111 infotext ("prompt / Negative prompt: / Steps: …, Seed: …"): text in, plain strings out.
// Made for hostile text: everything is bounded, so that the time grows with the length and not faster.
import { isJsonObject, parseJson } from './json.js';

/** An infotext taken apart. Values are text exactly as written, unquoted; nothing is guessed or defaulted. */
export interface ParsedInfotext {
  prompt: string;
  negativePrompt: string;
  /** `Steps`, `Sampler`, `Size` … as the writer named them. */
  settings: Record<string, string>;
}

const MAX_CHARS = 1_000_000;
/** Honest lines have some dozens. */
const MAX_PAIRS = 2_000;
const LONGEST_KEY = 121;
/** The two halves of the web UI's own pattern. Keys are looked for before colons: everywhere else it would take seconds. */
const KEY = /[\p{L}\p{N}_][\p{L}\p{N}_ \-/]{1,120}$/u;
const VALUE = /\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)/uy;
const PAIRS_IN_A_PARAMETER_LINE = 3;
const NEGATIVE = 'Negative prompt:';
const TEMPLATE = /^(?:Negative )?Template:/;
/** Sites write these as bare JSON, whose commas would tear them apart. */
const JSON_VALUES = /(?:^|, *)(Civitai resources|Civitai metadata|Hashes): *(?=[[{])/g;

/** Takes an infotext apart as the web UI does when it pastes one. Text without parameters is all prompt. */
export function parseInfotext(text: string): ParsedInfotext {
  const trimmed = text.slice(0, MAX_CHARS).replace(/\r\n?/g, '\n').trim();
  if (trimmed.startsWith('{') && isJsonObject(parseJson(trimmed))) {
    return { prompt: '', negativePrompt: '', settings: {} };
  }
  const lines = trimmed.split('\n').map((line) => line.trim());
  const at = parameterLine(lines);
  const settings = at === null ? {} : parseSettings(lines[at] ?? '');
  return { ...splitPrompts(lines.slice(0, at ?? lines.length)), settings };
}

/** Adds `Size-1` and `Size-2` for every value of the form `512x768`, as the web UI names the two halves. */
export function splitSizes(settings: Record<string, string>): Record<string, string> {
  const halves = Object.entries(settings).flatMap(([key, value]) => {
    const size = /^(\d{1,9})x(\d{1,9})$/.exec(value);
    return size ? [[`${key}-1`, size[1] ?? ''] as const, [`${key}-2`, size[2] ?? ''] as const] : [];
  });
  return { ...settings, ...Object.fromEntries(halves) };
}

/** A quoted list inside a value, such as `Lora hashes: "a: 0123, b: 4567"`. */
export function parseHashList(value: string | undefined): Record<string, string> {
  const pairs = (value ?? '').split(',').flatMap((item) => {
    const colon = item.indexOf(':');
    return colon > 0 ? [[item.slice(0, colon).trim(), item.slice(colon + 1).trim()] as const] : [];
  });
  return Object.fromEntries(pairs);
}

/** Writes a value as the web UI does: JSON quotes exactly when it holds a comma, a colon or a newline. */
export function quoteInfotextValue(value: string): string {
  return /[,:\n]/.test(value) ? JSON.stringify(value) : value;
}

/** The last `Steps: n` line wins: prompts may hold such lines too, and Template lines may follow it. */
function parameterLine(lines: string[]): number | null {
  const isParameters = (line: string): boolean =>
    parsePairs(line, PAIRS_IN_A_PARAMETER_LINE).length === PAIRS_IN_A_PARAMETER_LINE;
  const steps = lines.findLastIndex((line) => /^Steps: *\d/.test(line) && isParameters(line));
  if (steps >= 0) return steps;
  const last = lines.findLastIndex((line) => !TEMPLATE.test(line));
  return last >= 0 && isParameters(lines[last] ?? '') ? last : null;
}

function parseSettings(line: string): Record<string, string> {
  const { rest, values } = takeJsonValues(line);
  const settings = parsePairs(rest)
    .map(([key, value]) => [key, unquote(value)] as const)
    .filter(([, value]) => value !== '');
  return { ...Object.fromEntries(settings), ...values };
}

/** The first `most` of them, as they are written. */
function parsePairs(line: string, most = MAX_PAIRS): [string, string][] {
  const pairs: [string, string][] = [];
  let from = 0;
  for (let colon = line.indexOf(':'); colon >= 0 && pairs.length < most; colon = line.indexOf(':', from)) {
    const key = KEY.exec(line.slice(Math.max(from, colon - LONGEST_KEY), colon));
    VALUE.lastIndex = from = colon + 1;
    const value = key && VALUE.exec(line);
    if (!value) continue;
    pairs.push([key[0].trim(), (value[1] ?? '').trim()]);
    from = VALUE.lastIndex;
  }
  return pairs;
}

function unquote(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value;
  const decoded = parseJson(value);
  return typeof decoded === 'string' ? decoded : value;
}

function takeJsonValues(line: string): { rest: string; values: Record<string, string> } {
  const values: [string, string][] = [];
  let rest = '';
  let done = 0;
  for (const match of line.matchAll(JSON_VALUES)) {
    if (match.index < done) continue;
    const start = match.index + match[0].length;
    const end = endOfJson(line, start);
    // Not tried again behind it: a line of nothing but beginnings would be read to its end for each of them.
    if (end === null) break;
    values.push([match[1] ?? '', line.slice(start, end)]);
    rest += line.slice(done, match.index);
    done = end;
  }
  return { rest: rest + line.slice(done), values: Object.fromEntries(values) };
}

/** Index after the bracket that closes the one at `start`; null when it is never closed. */
function endOfJson(text: string, start: number): number | null {
  let depth = 0;
  let quoted = false;
  for (let i = start; i < text.length; i++) {
    const char = text[i];
    if (quoted) {
      if (char === '\\') i++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === '[' || char === '{') depth++;
    else if ((char === ']' || char === '}') && --depth === 0) return i + 1;
  }
  return null;
}

function splitPrompts(lines: string[]): Pick<ParsedInfotext, 'prompt' | 'negativePrompt'> {
  const template = lines.findIndex((line, index) => index > 0 && TEMPLATE.test(line));
  const kept = template < 0 ? lines : lines.slice(0, template);
  const split = kept.findIndex((line) => line.startsWith(NEGATIVE));
  if (split < 0) return { prompt: kept.join('\n').trim(), negativePrompt: '' };
  const negative = kept
    .slice(split)
    .map((line) => (line.startsWith(NEGATIVE) ? line.slice(NEGATIVE.length).trim() : line));
  return { prompt: kept.slice(0, split).join('\n').trim(), negativePrompt: negative.join('\n').trim() };
}
