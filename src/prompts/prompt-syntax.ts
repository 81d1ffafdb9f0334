// Dynamic prompts as a tree: text, choices in braces, wildcards. Pure, linear in the length of the text and never
// failing: what is no known form is text, because braces have other meanings too (NovelAI's emphasis, JSON).
// Choosing is `resolve-prompt.ts`.

export interface Option {
  weight: number;
  parts: Part[];
}

export interface Choice {
  kind: 'choice';
  /** As it was written. */
  source: string;
  /** How many options are drawn, none twice. */
  min: number;
  /** Null: as many as there are. */
  max: number | null;
  separator: string;
  options: Option[];
}

export interface Wildcard {
  kind: 'wildcard';
  source: string;
  /** May have `*` in it. */
  name: string;
}

export type Part = { kind: 'text'; text: string } | Choice | Wildcard;

export const MAX_DEPTH = 20;
const DEFAULT_SEPARATOR = ', ';
const WILDCARD = /__([\p{L}\p{N}*](?:[\p{L}\p{N} ._*/-]{0,126}?[\p{L}\p{N}.*-])??)__/uy;
const ESCAPED = /\\(?:\\|[{}|]|_\\_)/y;
const COUNT = /^\s*(?:(\d{1,3})|(\d{1,3})?-(\d{1,3})?)\s*\$\$/;
const SEPARATOR = /^((?:(?!\$\$)[^{}|])*)\$\$/;
const WEIGHT = /^\s*(\d{1,6}(?:\.\d{1,6})?|\.\d{1,6})::/;

/** @param maxDepth braces deeper than this are text */
export function parsePrompt(text: string, maxDepth = MAX_DEPTH): Part[] {
  return new PromptParser(text, matchBraces(text)).parse(0, text.length, maxDepth);
}

/** `0.7::blue` → weight and the text behind it; 1 without one. */
export function readWeight(text: string): { weight: number; length: number } {
  const match = WEIGHT.exec(text);
  return match ? { weight: Number(match[1]), length: match[0].length } : { weight: 1, length: 0 };
}

interface Braces {
  close: number;
  /** Where `|` stands directly between the two. */
  bars: number[];
}

/** Every `{` that has its `}`, in one pass, so that no text makes the parser go back. */
function matchBraces(text: string): Map<number, Braces> {
  const matched = new Map<number, Braces>();
  const open: { at: number; bars: number[] }[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '\\') at += escapeAt(text, at).length;
    else if (char === '{') open.push({ at, bars: [] });
    else if (char === '|') open.at(-1)?.bars.push(at);
    else if (char === '}') {
      const group = open.pop();
      if (group) matched.set(group.at, { close: at, bars: group.bars });
    }
  }
  return matched;
}

/** The escape that begins here; empty if none does. Its last character is left to the caller's own step. */
function escapeAt(text: string, at: number): string {
  ESCAPED.lastIndex = at;
  return (ESCAPED.exec(text)?.[0] ?? '').slice(1);
}

class PromptParser {
  constructor(
    private readonly text: string,
    private readonly braces: ReadonlyMap<number, Braces>,
  ) {}

  parse(from: number, to: number, depth: number): Part[] {
    const parts: Part[] = [];
    let plain = '';
    let at = from;
    while (at < to) {
      const found = this.special(at, to, depth);
      if (!found) plain += this.text[at++]!;
      else {
        if (found.part) {
          if (plain) parts.push({ kind: 'text', text: plain });
          plain = '';
          parts.push(found.part);
        } else plain += found.text;
        at = found.end;
      }
    }
    if (plain) parts.push({ kind: 'text', text: plain });
    return parts;
  }

  /** What begins here and is not a character of its own. */
  private special(
    at: number,
    to: number,
    depth: number,
  ): { part?: Part; text?: string; end: number } | undefined {
    const char = this.text[at];
    if (char === '\\') {
      const rest = escapeAt(this.text, at);
      if (!rest || at + rest.length >= to) return undefined;
      return { text: unescaped(rest), end: at + 1 + rest.length };
    }
    if (char === '_') return this.wildcard(at, to);
    const group = char === '{' && depth > 0 ? this.braces.get(at) : undefined;
    const part = group && group.close < to ? this.choice(at, group, depth - 1) : undefined;
    return part && group ? { part, end: group.close + 1 } : undefined;
  }

  private wildcard(at: number, to: number): { part: Part; end: number } | undefined {
    WILDCARD.lastIndex = at;
    const match = WILDCARD.exec(this.text);
    if (!match || at + match[0].length > to) return undefined;
    return {
      part: { kind: 'wildcard', source: match[0], name: match[1]! },
      end: at + match[0].length,
    };
  }

  private choice(open: number, { close, bars }: Braces, depth: number): Choice | undefined {
    const head = readHead(this.text.slice(open + 1, Math.min(close, open + 200)));
    if (!head && !bars.length) return undefined;
    const edges = [open + (head?.length ?? 0), ...bars, close];
    const options = edges.slice(0, -1).map((edge, index) => this.option(edge + 1, edges[index + 1]!, depth));
    const { min, max, separator } = head ?? { min: 1, max: 1, separator: DEFAULT_SEPARATOR };
    return { kind: 'choice', source: this.text.slice(open, close + 1), min, max, separator, options };
  }

  private option(from: number, to: number, depth: number): Option {
    const { weight, length } = readWeight(this.text.slice(from, Math.min(to, from + 20)));
    return { weight, parts: this.parse(from + length, to, depth) };
  }
}

/** `2$$`, `1-3$$`, `-2$$`, `2-$$`, each with an own separator behind it: `2$$ and $$`. */
function readHead(
  text: string,
): { min: number; max: number | null; separator: string; length: number } | undefined {
  const count = COUNT.exec(text);
  if (!count) return undefined;
  const [, exactly, from, upTo] = count;
  if (exactly === undefined && from === undefined && upTo === undefined) return undefined;
  const separator = SEPARATOR.exec(text.slice(count[0].length));
  const low = Number(exactly ?? from ?? 0);
  const high = exactly ?? upTo;
  return {
    min: high === undefined ? low : Math.min(low, Number(high)),
    max: high === undefined ? null : Math.max(low, Number(high)),
    separator: separator ? separator[1]! : DEFAULT_SEPARATOR,
    length: count[0].length + (separator?.[0].length ?? 0),
  };
}

/** A doubled backslash stays doubled: it is the web UIs' own escape. */
function unescaped(rest: string): string {
  if (rest === '\\') return '\\\\';
  return rest === '_\\_' ? '__' : rest;
}
