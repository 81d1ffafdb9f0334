// Medians and rounds that alternate, so that whatever else the machine does hits both sides alike.

export function percentile(values: readonly number[], share: number): number {
  const ordered = [...values].sort((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.floor(share * ordered.length))] ?? NaN;
}

export function median(values: readonly number[]): number {
  const ordered = [...values].sort((a, b) => a - b);
  const middle = Math.floor(ordered.length / 2);
  if (ordered.length % 2) return ordered[middle] ?? NaN;
  return ((ordered[middle - 1] ?? NaN) + (ordered[middle] ?? NaN)) / 2;
}

type Side<T> = (round: number) => Promise<T>;

/** Runs all of them in each round, each round beginning with the next one. */
export async function inTurn<Name extends string, T>(
  rounds: number,
  sides: Readonly<Record<Name, Side<T>>>,
): Promise<Record<Name, T[]>> {
  const names = Object.keys(sides) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<Name, T[]>;
  for (let round = 0; round < rounds; round += 1) {
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)])
      results[name].push(await sides[name](round));
  }
  return results;
}

export function interleaved<T>(rounds: number, a: Side<T>, b: Side<T>): Promise<{ a: T[]; b: T[] }> {
  return inTurn(rounds, { a, b });
}

/** Milliseconds that `action` takes. */
export async function timed(action: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await action();
  return performance.now() - startedAt;
}
