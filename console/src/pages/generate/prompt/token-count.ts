// An estimate: the real tokenizer is 1.6 MB and another one for each family of models. Words of CLIP's vocabulary are one
// token, rare and long ones several; what the web UIs take out before they tokenize is taken out here too.

const CHUNK = 75;
/** CLIP's vocabulary knows most words up to about here; beyond, every few letters are a token. */
const WHOLE_WORD = 8;
const LETTERS_PER_TOKEN = 5;

export interface TokenCount {
  tokens: number;
  /** Prompts are read in pieces of 75. */
  limit: number;
}

export function countTokens(prompt: string): TokenCount {
  const parts = withoutSyntax(prompt).split(/\bBREAK\b/);
  const counts = parts.map(tokensOf);
  const last = counts.at(-1) ?? 0;
  // BREAK fills up the piece that it ends.
  const before = counts.slice(0, -1).reduce((sum, count) => sum + Math.max(1, chunks(count)) * CHUNK, 0);
  const tokens = before + last;
  return { tokens, limit: Math.max(1, chunks(tokens)) * CHUNK };
}

const chunks = (tokens: number): number => Math.ceil(tokens / CHUNK);

function withoutSyntax(prompt: string): string {
  return prompt
    .replace(/<\w+:[^<>]*>/g, ' ')
    .replace(/:\s*-?[\d.]+\s*(?=[)\]])/g, ' ')
    .replace(/(?<!\\)[()[\]]/g, ' ')
    .replace(/\\(?=[()[\]])/g, '');
}

function tokensOf(text: string): number {
  const words = text.match(/\p{L}+|\p{N}|[^\s\p{L}\p{N}]+/gu) ?? [];
  return words.reduce((sum, word) => sum + tokensOfWord(word), 0);
}

function tokensOfWord(word: string): number {
  // Scripts without spaces, and emoji, are spelled in bytes.
  if (/[\u0250-\u{10ffff}]/u.test(word)) return [...word].length;
  if (word.length <= WHOLE_WORD) return 1;
  return 1 + Math.ceil((word.length - WHOLE_WORD) / LETTERS_PER_TOKEN);
}
