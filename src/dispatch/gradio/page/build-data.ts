// The arguments of a function of the page: a list by position, of what the page would send as it stands, with ours put
// in by the names of the components. So other extensions, which add inputs and move positions, do no harm.
import { createHash } from 'node:crypto';
import type { PageFunction, PageInput } from './page.js';

/** What we put in, by the keys of `keysOf`. */
export type InputValues = Record<string, unknown>;

/**
 * A name for each input: its elem_id, or else its label, or else its type; a repeated one is numbered. An elem_id stays
 * what it is when an extension is added; the number of a label may not.
 */
export function keysOf(inputs: readonly PageInput[]): string[] {
  const seen = new Map<string, number>();
  return inputs.map(({ elemId, label, type }) => {
    const name = elemId ?? label ?? type;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

/** Changes when any input is added, taken away or moved. */
export function layoutOf(inputs: readonly PageInput[]): string {
  const names = keysOf(inputs).map((key, i) => `${inputs[i]?.type ?? ''} ${key}`);
  return createHash('sha256').update(names.join('\n')).digest('hex').slice(0, 16);
}

/** False: the page is another one now, and the values may end up in other places than they were meant for. */
export function fitsStill(fn: PageFunction, values: InputValues, layout: string): boolean {
  const keys = keysOf(fn.inputs);
  const wanted = Object.keys(values);
  if (!wanted.every((key) => keys.includes(key))) return false;
  if (layoutOf(fn.inputs) === layout) return true;
  const named = new Set(fn.inputs.map(({ elemId }) => elemId));
  return wanted.every((key) => named.has(key));
}

/**
 * @param taskId the first argument: by it the server knows the job, if it is of the form `task(…)`
 * @param mode the second one of img2img: which of its inner tabs holds the picture
 */
export function buildData(
  fn: PageFunction,
  values: InputValues,
  taskId: string,
  mode: number | null = null,
): unknown[] {
  const keys = keysOf(fn.inputs);
  const data = fn.inputs.map((input, i) => values[keys[i] ?? ''] ?? defaultOf(input));
  data[0] = taskId;
  if (mode !== null) data[1] = mode;
  return data;
}

/** States are kept by the server, which takes no value for them; lists must not be null (A1111 1.10.1 fails on it). */
function defaultOf({ type, value, isMultiple }: PageInput): unknown {
  if (type === 'state' || type === 'button') return null;
  return value ?? (isMultiple ? [] : null);
}
