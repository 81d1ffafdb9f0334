// Where a refused form says what is wrong: at the fields that it shows, and above them what belongs to none.

export interface FormProblems {
  /** By the name of the field as the form knows it. */
  fields: Record<string, string>;
  /** Null when all of it stands at a field. */
  rest: string | null;
}

export const NO_PROBLEMS: FormProblems = { fields: {}, rest: null };

interface Refusal {
  message: string;
  /** By path: `limits.max_queued`. */
  fields?: Record<string, string>;
}

/** `known`: the paths that the form has a field for; one stands for all below it (`events` for `events.0`). */
export function problemsOf(error: Refusal | null, known: readonly string[]): FormProblems {
  if (!error) return NO_PROBLEMS;
  const fields: Record<string, string> = {};
  let strays = 0;
  for (const [path, message] of Object.entries(error.fields ?? {})) {
    const field = fieldOf(path, known);
    if (field === undefined) strays += 1;
    else fields[field] ??= asSentence(path, message);
  }
  const isTold = strays === 0 && Object.keys(fields).length > 0;
  return { fields, rest: isTold ? null : error.message };
}

/** The most exact one. */
function fieldOf(path: string, known: readonly string[]): string | undefined {
  return known
    .filter((name) => path === name || path.startsWith(`${name}.`))
    .sort((a, b) => b.length - a.length)[0];
}

/** The server's words go after a name, or begin with it ("must be …"); below a field they stand alone. */
function asSentence(path: string, message: string): string {
  const name = `${path.split('.').at(-1)} `;
  const words = message.startsWith(name) ? message.slice(name.length) : message;
  return words.charAt(0).toUpperCase() + words.slice(1);
}
