// The matrix as it is built in the dialog, and as the API takes it.
import type { Schemas } from '../../../api/client';
import type { WorkflowField } from '../../../api/queries/workflows';

export type Matrix = Schemas['MatrixDto'];

export type AxisKind =
  'prompts' | 'negative_prompts' | 'models' | 'samplers' | 'schedulers' | 'seeds' | 'vary';

export interface Axis {
  id: number;
  kind: AxisKind;
  /** Of `vary`: the parameter. */
  path: string;
  /** Of `vary`: the field of the chosen workflow that it goes through; null for any parameter. */
  field: WorkflowField | null;
  /** Of texts and numbers: as typed. */
  typed: string;
  /** Of choices from a list. */
  chosen: string[];
}

export const LISTS: ReadonlySet<AxisKind> = new Set<AxisKind>(['models', 'samplers', 'schedulers']);
const LINES: ReadonlySet<AxisKind> = new Set<AxisKind>(['prompts', 'negative_prompts']);
const MOST_OF_A_RANGE = 1_000;

/** The values of one axis, in order. */
export function valuesOf({ kind, field, typed, chosen }: Axis): unknown[] {
  if (LISTS.has(kind) || field?.kind === 'choice') return chosen;
  if (field?.kind === 'long_text' || field?.kind === 'text') return linesOf(typed);
  if (LINES.has(kind)) return linesOf(typed);
  const values = readValues(typed);
  return kind === 'seeds' ? values.filter((value) => Number.isSafeInteger(value)) : values;
}

/** Undefined while no axis has values. */
export function toMatrix(axes: readonly Axis[]): Matrix | undefined {
  const matrix: Record<string, unknown> = {};
  const vary: { path: string; values: unknown[] }[] = [];
  for (const axis of axes) {
    const values = valuesOf(axis);
    if (!values.length) continue;
    if (axis.kind !== 'vary') matrix[axis.kind] = values;
    else if (axis.path.trim() !== '') vary.push({ path: axis.path.trim(), values });
  }
  if (vary.length) matrix['vary'] = vary;
  return Object.keys(matrix).length ? matrix : undefined;
}

/** `5, 7, 9`, and ranges: `1..4` is 1, 2, 3, 4; `20..40..10` is 20, 30, 40. Numbers are numbers, `true` is true. */
export function readValues(typed: string): unknown[] {
  return typed
    .split(/[,\n;]/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .flatMap((piece) => rangeOf(piece) ?? [valueOf(piece)]);
}

function rangeOf(piece: string): number[] | null {
  const match = /^(-?[\d.]+?)\.\.(-?[\d.]+?)(?:\.\.([\d.]+))?$/.exec(piece);
  if (!match) return null;
  const [from, to, step] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 1)];
  if (![from, to, step].every(Number.isFinite) || step <= 0) return null;
  const count = Math.floor(Math.abs(to - from) / step + 1e-9) + 1;
  const sign = to < from ? -1 : 1;
  return Array.from({ length: Math.min(count, MOST_OF_A_RANGE) }, (_, index) =>
    Number((from + sign * index * step).toFixed(6)),
  );
}

function valueOf(piece: string): unknown {
  if (piece === 'true' || piece === 'false') return piece === 'true';
  const number = Number(piece);
  return Number.isFinite(number) ? number : piece;
}

/** One a line; blank lines and those that begin with `#` are left out, as in files. */
export function linesOf(typed: string): string[] {
  return typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
