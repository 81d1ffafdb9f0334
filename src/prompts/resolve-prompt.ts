// Makes the choices of a dynamic prompt. Pure: wildcards come from a `WildcardSource`, chance from a `Random`.
import {
  MAX_DEPTH,
  parsePrompt,
  type Choice,
  type Option,
  type Part,
  type Wildcard,
} from './prompt-syntax.js';
import type { Random } from './prng.js';

export interface DrawnLine {
  /** The wildcard's own name, also where a pattern found it. */
  file: string;
  text: string;
}

/** The options of one or several files, drawn by weight. */
export interface WildcardPool {
  size: number;
  /** Up to `count` lines, none twice. */
  draw(random: Random, count: number): DrawnLine[];
}

export interface WildcardSource {
  /** Undefined: no file of that name, or none that matches the pattern. */
  pool(name: string): WildcardPool | undefined;
  /** Names that look like it. */
  near(name: string): string[];
}

export interface PromptWarning {
  code: string;
  message: string;
}

export interface ChoiceMade {
  /** The braces or the wildcard as written. */
  from: string;
  /** What stands there now, choices inside it still as written. */
  chosen: string;
}

export interface ResolvedPrompt {
  text: string;
  choices: ChoiceMade[];
  warnings: PromptWarning[];
}

/** A prompt of a few lines may ask for the world through wildcards in wildcards. */
const MAX_CHOICES = 1_000;
const MAX_CHARS = 200_000;
/** After so many names that lead nowhere the rest is not looked for. */
const MAX_MISSING = 20;

export function resolvePrompt(text: string, random: Random, wildcards: WildcardSource): ResolvedPrompt {
  return new Resolution(random, wildcards).of(text);
}

class Resolution {
  private readonly choices: ChoiceMade[] = [];
  private readonly warnings = new Map<string, PromptWarning>();
  private readonly missing = new Set<string>();
  private charsLeft = MAX_CHARS;

  constructor(
    private readonly random: Random,
    private readonly wildcards: WildcardSource,
  ) {}

  of(text: string): ResolvedPrompt {
    const resolved = this.parts(parsePrompt(text), []);
    return { text: resolved, choices: this.choices, warnings: [...this.warnings.values()] };
  }

  /** `inside`: the files that this text came from, outermost first. */
  private parts(parts: readonly Part[], inside: readonly string[]): string {
    return parts.map((part) => this.part(part, inside)).join('');
  }

  private part(part: Part, inside: readonly string[]): string {
    if (part.kind === 'text') return part.text;
    if (this.choices.length >= MAX_CHOICES || this.charsLeft <= 0) {
      this.warn('prompt_too_long', `The prompt grew too long; what was left to choose stays as written.`);
      return part.source;
    }
    return part.kind === 'choice' ? this.choice(part, inside) : this.wildcard(part, inside);
  }

  private choice(choice: Choice, inside: readonly string[]): string {
    const only = choice.options.length === 1 ? choice.options[0]!.parts : [];
    const [wildcard] = only;
    if (only.length === 1 && wildcard?.kind === 'wildcard') return this.severalOf(choice, wildcard, inside);
    const drawn = drawOptions(choice.options, this.count(choice, choice.options.length), this.random);
    this.record(choice.source, drawn.map((option) => written(option.parts)).join(choice.separator));
    return drawn.map((option) => this.parts(option.parts, inside)).join(choice.separator);
  }

  /** `{2$$__animal__}`: two different lines. */
  private severalOf(choice: Choice, wildcard: Wildcard, inside: readonly string[]): string {
    const pool = this.poolOf(wildcard);
    if (!pool) return choice.source;
    const lines = pool.draw(this.random, this.count(choice, pool.size));
    this.record(choice.source, lines.map((line) => line.text).join(choice.separator));
    return lines.map((line) => this.line(line, wildcard, inside)).join(choice.separator);
  }

  private count({ min, max }: Choice, available: number): number {
    const high = Math.min(max ?? available, available);
    const low = Math.min(min, high);
    return low + Math.floor(this.random() * (high - low + 1));
  }

  private wildcard(wildcard: Wildcard, inside: readonly string[]): string {
    const line = this.poolOf(wildcard)?.draw(this.random, 1)[0];
    if (!line) return wildcard.source;
    this.record(wildcard.source, line.text);
    return this.line(line, wildcard, inside);
  }

  private poolOf({ name }: Wildcard): WildcardPool | undefined {
    if (this.missing.has(name) || this.missing.size >= MAX_MISSING) return undefined;
    const pool = this.wildcards.pool(name);
    if (pool && pool.size > 0) return pool;
    this.missing.add(name);
    if (pool) this.warn('wildcard_empty', `The wildcard "${name}" has no options.`);
    else this.warnOfMissing(name);
    return undefined;
  }

  private warnOfMissing(name: string): void {
    const near = this.wildcards.near(name).map((one) => `"${one}"`);
    const hint = near.length ? ` Did you mean ${near.join(', ')}?` : '';
    this.warn('wildcard_not_found', `There is no wildcard "${name}"; its text stays.${hint}`);
  }

  private line(line: DrawnLine, from: Wildcard, inside: readonly string[]): string {
    if (inside.includes(line.file)) {
      this.warn(
        'wildcard_cycle',
        `The wildcard "${line.file}" leads back to itself: ${[...inside, line.file].join(' → ')}.`,
      );
      return from.source;
    }
    if (inside.length >= MAX_DEPTH) {
      this.warn(
        'wildcard_too_deep',
        `Wildcards lead to wildcards more than ${MAX_DEPTH} deep; "${from.name}" stays.`,
      );
      return from.source;
    }
    if (this.charsLeft <= 0) return from.source;
    this.charsLeft -= line.text.length;
    return this.parts(parsePrompt(line.text), [...inside, line.file]);
  }

  private record(from: string, chosen: string): void {
    this.choices.push({ from: shortened(from), chosen: shortened(chosen) });
  }

  private warn(code: string, message: string): void {
    this.warnings.set(`${code} ${message}`, { code, message });
  }
}

/** Each at most once, the weights of the rest deciding each time. */
export function drawOptions<T extends { weight: number }>(
  options: readonly T[],
  count: number,
  random: Random,
): T[] {
  const left = [...options];
  const drawn: T[] = [];
  while (drawn.length < count && left.length) {
    drawn.push(...left.splice(drawIndex(left, random), 1));
  }
  return drawn;
}

/** Where every weight is 0 all are equal. */
function drawIndex(options: readonly { weight: number }[], random: Random): number {
  const total = options.reduce((sum, option) => sum + option.weight, 0);
  if (total <= 0) return Math.floor(random() * options.length);
  let mark = random() * total;
  for (const [index, option] of options.entries()) {
    mark -= option.weight;
    if (mark < 0) return index;
  }
  return options.findLastIndex((option) => option.weight > 0);
}

function written(parts: Option['parts']): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : part.source)).join('');
}

function shortened(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
