// Waiting for something to become true, instead of sleeping and hoping.

const LOOK_EVERY_MS = 20;
/** Only what never happens takes as long: no measure of speed, so that a test holds on a machine that is far too busy. */
export const PATIENCE_MS = 40_000;

/**
 * Calls `look` again and again until it answers with something (neither false, null nor undefined), and returns that.
 * A look that throws counts as "not yet".
 * @throws Error with what the last look said, after `timeoutMs`
 */
export async function eventually<T>(
  look: () => T | Promise<T>,
  timeoutMs = PATIENCE_MS,
  everyMs = LOOK_EVERY_MS,
): Promise<Exclude<T, false | null | undefined>> {
  const endsAt = performance.now() + timeoutMs;
  let last: unknown;
  do {
    try {
      const seen = await look();
      if (seen !== false && seen !== null && seen !== undefined)
        return seen as Exclude<T, false | null | undefined>;
      last = seen;
    } catch (error) {
      last = error;
    }
    await tick(everyMs);
  } while (performance.now() < endsAt);
  const said = last instanceof Error ? last.message : JSON.stringify(last);
  throw new Error(
    `Not within ${timeoutMs} ms: ${look.toString().slice(0, 300)}\nThe last look said: ${said}`,
  );
}

/** Looks until `durationMs` is over and fails if `mustHold` was ever false: for "it never happens". */
export async function throughout(
  mustHold: () => boolean | Promise<boolean>,
  durationMs: number,
): Promise<void> {
  const endsAt = performance.now() + durationMs;
  while (performance.now() < endsAt) {
    if (!(await mustHold()))
      throw new Error(`Did not hold for ${durationMs} ms: ${mustHold.toString().slice(0, 300)}`);
    await tick(LOOK_EVERY_MS);
  }
}

/** Something that happens when the test says so. */
export function moment(): { come: () => void; comes: Promise<void> } {
  let come = (): void => undefined;
  const comes = new Promise<void>((resolve) => (come = resolve));
  return { come, comes };
}

function tick(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
