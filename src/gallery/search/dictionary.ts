/** Numbers for texts, so that a column of them is an array of small numbers. 0 stands for null. */
export class Dictionary {
  private readonly codes = new Map<string, number>();
  private readonly texts: (string | null)[] = [null];

  /** How many codes there are, that of null included. */
  get size(): number {
    return this.texts.length;
  }

  codeOf(text: string | null): number {
    if (text === null) return 0;
    const known = this.codes.get(text);
    if (known !== undefined) return known;
    this.codes.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }

  /** Undefined for a text that no image has ever had. */
  find(text: string): number | undefined {
    return this.codes.get(text);
  }

  textOf(code: number): string | null {
    return this.texts[code] ?? null;
  }
}

/** Sets of codes; equal ones are one object, because most images have one of a few. */
export class CodeSets {
  static readonly NONE: readonly number[] = [];
  private readonly known = new Map<string, readonly number[]>();

  of(codes: readonly number[]): readonly number[] {
    if (!codes.length) return CodeSets.NONE;
    const sorted = [...codes].sort((a, b) => a - b);
    const key = sorted.join();
    const known = this.known.get(key);
    if (known) return known;
    this.known.set(key, sorted);
    return sorted;
  }
}
