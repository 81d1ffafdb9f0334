// What is being typed at the caret that can be completed: `<` begins a LoRA or an embedding, `__` a wildcard.

export type CompletionKind = 'network' | 'wildcard';

export interface Beginning {
  kind: CompletionKind;
  query: string;
  /** Where it begins in the text; it ends at the caret. */
  from: number;
}

export interface Completion {
  id: string;
  kind: 'lora' | 'embedding' | 'wildcard' | 'prompt';
  label: string;
  hint?: string;
  /** What is written instead of the beginning. */
  insert: string;
}

export function beginningAt(text: string, caret: number): Beginning | null {
  const before = text.slice(Math.max(0, caret - 200), caret);
  const offset = caret - before.length;
  const network = /<([^<>\n]*)$/.exec(before);
  if (network) {
    const query = network[1]!.replace(/^(lora|lyco):/i, '');
    // The weight is being typed: nothing to complete any more.
    return query.includes(':') ? null : { kind: 'network', query, from: offset + network.index };
  }
  return wildcardAt(text, before, offset);
}

function wildcardAt(text: string, before: string, offset: number): Beginning | null {
  const at = before.lastIndexOf('__');
  const query = before.slice(at + 2);
  if (at < 0 || !/^[\w./-]*$/.test(query) || isClosing(text, offset + at)) return null;
  return { kind: 'wildcard', query, from: offset + at };
}

/** Whether the `__` at `at` ends a wildcard instead of beginning one. */
function isClosing(text: string, at: number): boolean {
  return (text.slice(0, at).match(/__/g) ?? []).length % 2 === 1;
}

export interface Known {
  loras: readonly string[];
  embeddings: readonly string[];
  wildcards: readonly { name: string; options: number | null }[];
}

const MOST = 8;

export function completionsFor({ kind, query }: Beginning, known: Known): Completion[] {
  if (kind === 'wildcard')
    return best(known.wildcards, query, ({ name }) => name).map(({ name }) => ({
      id: `wildcard ${name}`,
      kind: 'wildcard',
      label: name,
      insert: `__${name}__`,
    }));
  const loras = known.loras.map((name): Completion => ({
    id: `lora ${name}`,
    kind: 'lora',
    label: name,
    insert: `<lora:${name}:1>`,
  }));
  const embeddings = known.embeddings.map((name): Completion => ({
    id: `embedding ${name}`,
    kind: 'embedding',
    label: name,
    insert: name,
  }));
  return best([...loras, ...embeddings], query, ({ label }) => label);
}

/** Those that begin with it before those that have it in them. */
function best<T>(all: readonly T[], query: string, nameOf: (one: T) => string): T[] {
  const wanted = query.toLowerCase();
  const places = all
    .map((one) => ({ one, at: nameOf(one).toLowerCase().indexOf(wanted) }))
    .filter(({ at }) => at >= 0);
  const first = places.filter(({ at }) => at === 0);
  return [...first, ...places.filter(({ at }) => at > 0)].slice(0, MOST).map(({ one }) => one);
}

/** Whether there is something to draw from: `{a|b}` or `__name__`. */
export const isDynamic = (prompt: string): boolean =>
  /\{[^{}]*\|[^{}]*\}|\{\d+\$\$|__[\w./-]+__/.test(prompt);
