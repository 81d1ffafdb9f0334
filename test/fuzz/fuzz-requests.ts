// From an operation of the document to a request that may well be nonsense.
import fc from 'fast-check';
import { HOSTILE_TEXTS, valuesOf } from './hostile-values.js';
import type { ApiDocument, ApiOperation, ApiParameter } from './api-operations.js';

export interface FuzzRequest {
  method: string;
  /** With its query. */
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
}

/** Ids that earlier answers have told, so that requests meet things that exist. */
export class KnownIds {
  private readonly ids: string[] = [];

  add(id: string): void {
    if (this.ids.includes(id)) return;
    this.ids.push(id);
    if (this.ids.length > 400) this.ids.splice(0, 100);
  }

  pick(at: number): string | undefined {
    return this.ids[at % Math.max(1, this.ids.length)];
  }
}

/** Node itself refuses more than 16 kB of address and headers, with 431 and no word. */
const LONGEST_IN_ADDRESS = 1_000;

/** Headers that make a request wait as long as a picture takes. */
const NOT_SENT = new Set(['prefer']);

/** What is drawn for one request; ids are put in when it is sent. */
export interface Draft {
  path: { useKnown: boolean; at: number; text: unknown }[];
  query: { send: boolean; value: unknown; twice: boolean }[];
  headers: { send: boolean; value: unknown }[];
  body: unknown;
  shape: 'json' | 'broken' | 'text' | 'form' | 'none' | 'deep' | 'polluted';
  extraQuery: string;
}

/** A file of prompts in any of its forms, and what goes with it. */
const upload = fc.record({
  name: fc.constantFrom('a.txt', 'a.csv', 'a.jsonl', 'a.exe', '../a.txt'),
  lines: fc.array(
    fc.constantFrom(
      ...['a cat', '{"prompt":"a cat","steps":2}', 'prompt,steps', 'a,5', ';;', '# no', '\u0000', '{"a":'],
      ...[
        '{"prompt":"a","__proto__":{"steps":3}}',
        `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`,
        '"',
        '\ufeff',
      ],
    ),
    { maxLength: 6 },
  ),
  request: fc.constantFrom(
    ...['{}', '{"generation_params":{"steps":1,"width":64,"height":64}}', 'null', '[', '{"dry_run":true}'],
    ...[
      '{"generation_params":{"__proto__":{"steps":3}}}',
      '{"metadata":{"constructor":{"prototype":{"a":1}}}}',
    ],
    `${'{"metadata":'.repeat(2_000)}1${'}'.repeat(2_000)}`,
  ),
});

export function draftsOf(operation: ApiOperation, document: ApiDocument): fc.Arbitrary<Draft> {
  const of = (parameter: ApiParameter): fc.Arbitrary<unknown> =>
    valuesOf(parameter.schema, document, parameter.name);
  const inPath = operation.parameters.filter((parameter) => parameter.in === 'path');
  const inQuery = operation.parameters.filter((parameter) => parameter.in === 'query');
  const inHeader = operation.parameters.filter((parameter) => parameter.in === 'header');
  return fc.record({
    path: fc.tuple(
      ...inPath.map(() =>
        fc.record({
          useKnown: fc.boolean(),
          at: fc.nat(10_000),
          text: fc.constantFrom<unknown>(...HOSTILE_TEXTS),
        }),
      ),
    ),
    query: fc.tuple(
      ...inQuery.map((parameter) =>
        fc.record({
          send: fc.boolean(),
          value: of(parameter),
          twice: fc.integer({ max: 20 }).map((n) => n === 0),
        }),
      ),
    ),
    headers: fc.tuple(
      ...inHeader.map((parameter) => fc.record({ send: fc.boolean(), value: of(parameter) })),
    ),
    body: operation.body
      ? valuesOf(operation.body, document)
      : operation.takesUpload
        ? upload
        : fc.constant(undefined),
    shape: fc.constantFrom<Draft['shape'][]>(
      ...Array<Draft['shape']>(14).fill('json'),
      ...(['broken', 'text', 'form', 'none', 'deep', 'polluted'] as const),
    ),
    extraQuery: fc.constantFrom(
      '',
      '',
      '',
      '',
      'x[y][z]=1',
      '__proto__[a]=1',
      'limit=5&limit=6',
      '%',
      'a=%E0%A4%A',
    ),
  });
}

export function requestOf(operation: ApiOperation, draft: Draft, known: KnownIds): FuzzRequest {
  let next = 0;
  const path = operation.path.replaceAll(/\{[^}]+\}/g, () => {
    const part = draft.path[next++];
    const id = part?.useKnown ? known.pick(part.at) : undefined;
    return encodeURIComponent(wellFormed(id ?? textOf(part?.text)).slice(0, LONGEST_IN_ADDRESS)) || '%20';
  });
  const inQuery = operation.parameters.filter((parameter) => parameter.in === 'query');
  const query = inQuery.flatMap((parameter, at) => {
    const drawn = draft.query[at];
    if (!drawn?.send) return [];
    const pair = `${encodeURIComponent(parameter.name)}=${encodeURIComponent(wellFormed(textOf(drawn.value)).slice(0, LONGEST_IN_ADDRESS))}`;
    return drawn.twice ? [pair, pair] : [pair];
  });
  if (draft.extraQuery) query.push(draft.extraQuery);
  const { headers, body } = bodyOf(operation, draft);
  const inHeader = operation.parameters.filter((parameter) => parameter.in === 'header');
  for (const [at, parameter] of inHeader.entries()) {
    const drawn = draft.headers[at];
    if (drawn?.send && !NOT_SENT.has(parameter.name.toLowerCase()))
      headers[parameter.name] = headerText(drawn.value);
  }
  return {
    method: operation.method,
    path: query.length ? `${path}?${query.join('&')}` : path,
    headers,
    body,
  };
}

function bodyOf(operation: ApiOperation, draft: Draft): Pick<FuzzRequest, 'headers' | 'body'> {
  if (operation.method === 'GET' || operation.method === 'HEAD') return { headers: {}, body: undefined };
  if (draft.shape === 'none' || (draft.body === undefined && draft.shape === 'json'))
    return { headers: {}, body: undefined };
  const json = wellFormed(JSON.stringify(draft.body ?? {}) ?? 'null');
  switch (draft.shape) {
    case 'broken':
      return {
        headers: { 'content-type': 'application/json' },
        body: json.slice(0, Math.max(1, json.length - 2)),
      };
    case 'text':
      return { headers: { 'content-type': 'text/plain' }, body: json };
    case 'form':
      return { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: `--x\r\nbroken${json}` };
    case 'deep':
      return {
        headers: { 'content-type': 'application/json' },
        body: `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`,
      };
    case 'polluted':
      return {
        headers: { 'content-type': 'application/json' },
        body: `{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},${json.startsWith('{') ? json.slice(1) : '"a":1}'}`,
      };
    case 'json':
      if (operation.takesUpload) return multipart(draft.body as FuzzUpload);
      return { headers: { 'content-type': 'application/json' }, body: json };
  }
}

interface FuzzUpload {
  name: string;
  lines: string[];
  request: string;
}

function multipart({ name, lines, request }: FuzzUpload): Pick<FuzzRequest, 'headers' | 'body'> {
  const part = (head: string, content: string): string =>
    `--fuzz\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`;
  const body = `${part(`name="file"; filename="${name}"`, lines.join('\n'))}${part('name="request"', request)}--fuzz--\r\n`;
  return { headers: { 'content-type': 'multipart/form-data; boundary=fuzz' }, body };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** Lone surrogates cannot be sent at all. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

function headerText(value: unknown): string {
  return textOf(value)
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .slice(0, 2_000);
}
