// Pictures anywhere inside what a server will be handed: addresses it would fetch from inside its own network, and
// pictures too large for its memory. Pure.
import type { FieldProblem } from './errors.js';
import { tooManyPixels } from './image-pixels.js';

/** Of a picture in base64; what is shorter is a word. */
const SHORTEST_IMAGE_CHARS = 60;
const MOST_PROBLEMS = 20;

/** The problems of the first texts that are unfit, each under its dotted path below `path`. */
export function unfitPictures(value: unknown, path: string): FieldProblem[] {
  const problems: FieldProblem[] = [];
  // A list instead of recursion: a client decides how deeply this is nested.
  const open: { value: unknown; path: string }[] = [{ value, path }];
  for (let next = open.pop(); next && problems.length < MOST_PROBLEMS; next = open.pop()) {
    const { value: item, path: at } = next;
    const message = typeof item === 'string' ? pictureProblem(item) : null;
    if (message) problems.push({ path: at, message });
    if (typeof item !== 'object' || item === null) continue;
    for (const [key, inner] of Object.entries(item).reverse())
      open.push({ value: inner, path: at === '' ? key : `${at}.${key}` });
  }
  return problems;
}

function pictureProblem(text: string): string | null {
  if (/^\s*(https?|ftp|file):/i.test(text.slice(0, 100)))
    return 'must be the image itself in base64; addresses are not fetched';
  return text.length < SHORTEST_IMAGE_CHARS ? null : tooManyPixels(text.replace(/^data:[^,]{1,100},/, ''));
}
