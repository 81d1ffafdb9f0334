/** What a person calls a kind of server by, for jobs to ask for: `24gb`, `fast`, `office`. */
export const SERVER_TAG = /^[A-Za-z0-9._-]{1,32}$/;

/** As stored: separated by commas. */
export function readTags(stored: string): string[] {
  return stored === '' ? [] : stored.split(',');
}
