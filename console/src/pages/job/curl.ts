/** The same request as a line for a shell. Pure. */
export function curlOf(asked: unknown, origin: string): string {
  const body = JSON.stringify(asked ?? {}, null, 2);
  return [
    `curl -X POST ${quoted(`${origin}/api/v2/generate`)}`,
    `-H ${quoted('Content-Type: application/json')}`,
    // In double quotes, so that the shell puts the key in.
    `-H "Authorization: Bearer $STABLEQUEUE_KEY"`,
    `--data-binary ${quoted(body)}`,
  ].join(' \\\n  ');
}

/** Nothing within single quotes means anything to a shell, but the quote itself. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
