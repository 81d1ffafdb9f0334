/**
 * Finds out what Python's json module would complain about in a broken text, and where: both
 * servers hand that message to the client. Only used after JSON.parse has failed.
 */
export interface JsonProblem {
  message: string;
  position: number;
}

class Found extends Error {
  constructor(readonly problem: JsonProblem) {
    super(problem.message);
  }
}

export function findJsonProblem(text: string): JsonProblem {
  try {
    const end = scanValue(text, skipSpace(text, 0), 0);
    return { message: 'Extra data', position: skipSpace(text, end) };
  } catch (error) {
    if (error instanceof Found) return error.problem;
    return { message: 'Expecting value', position: 0 };
  }
}

function fail(message: string, position: number): never {
  throw new Found({ message, position });
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at++;
  return at;
}

function scanValue(text: string, at: number, depth: number): number {
  const first = text.charAt(at);
  if (depth > 500) fail('Expecting value', at);
  if (first === '{') return scanObject(text, at, depth);
  if (first === '[') return scanArray(text, at, depth);
  if (first === '"') return scanString(text, at);
  const literal = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|NaN|-?Infinity)/.exec(
    text.slice(at, at + 400),
  );
  return literal ? at + literal[0].length : fail('Expecting value', at);
}

function scanObject(text: string, start: number, depth: number): number {
  let at = skipSpace(text, start + 1);
  if (text.charAt(at) === '}') return at + 1;
  for (;;) {
    if (text.charAt(at) !== '"') fail('Expecting property name enclosed in double quotes', at);
    at = skipSpace(text, scanString(text, at));
    if (text.charAt(at) !== ':') fail("Expecting ':' delimiter", at);
    at = skipSpace(text, scanValue(text, skipSpace(text, at + 1), depth + 1));
    if (text.charAt(at) === '}') return at + 1;
    if (text.charAt(at) !== ',') fail("Expecting ',' delimiter", at);
    const comma = at;
    at = skipSpace(text, at + 1);
    if (text.charAt(at) === '}') fail('Illegal trailing comma before end of object', comma);
  }
}

function scanArray(text: string, start: number, depth: number): number {
  let at = skipSpace(text, start + 1);
  if (text.charAt(at) === ']') return at + 1;
  for (;;) {
    at = skipSpace(text, scanValue(text, at, depth + 1));
    if (text.charAt(at) === ']') return at + 1;
    if (text.charAt(at) !== ',') fail("Expecting ',' delimiter", at);
    const comma = at;
    at = skipSpace(text, at + 1);
    if (text.charAt(at) === ']') fail('Illegal trailing comma before end of array', comma);
  }
}

function scanString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const c = text.charAt(at);
    if (c === '"') return at + 1;
    if (c < ' ') fail('Invalid control character at', at);
    if (c === '\\') {
      at++;
      if (at < text.length && !'"\\/bfnrtu'.includes(text.charAt(at))) fail('Invalid \\escape', at - 1);
    }
  }
  return fail('Unterminated string starting at', start);
}
