// Values that break programs, and values that nearly fit a schema.
import fc from 'fast-check';
import { isJsonObject, type JsonObject } from '../../src/common/json.js';
import type { ApiDocument } from './api-operations.js';

/** Texts that have broken parsers, paths, queries, logs and file names of others. */
export const HOSTILE_TEXTS = [
  ...['', ' ', '0', '-1', '1e309', 'NaN', 'null', 'undefined', 'true', '[]', '{}', '[object Object]'],
  ...[
    '..',
    '../../../etc/passwd',
    '..%2f..%2fetc%2fpasswd',
    '/etc/passwd',
    'C:\\Windows\\win.ini',
    '%00',
    '\u0000',
  ],
  ...[
    "' OR '1'='1",
    "'; DROP TABLE jobs;--",
    '%',
    '_',
    '\\',
    '"',
    '`',
    '${7*7}',
    '{{7*7}}',
    '<script>alert(1)</script>',
  ],
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '$blob',
    '\r\nX-Evil: 1',
    '\u202e',
    '\ud800',
  ],
  ...[
    '💥'.repeat(50),
    'é'.normalize('NFD'),
    'a'.repeat(70_000),
    '{a|{b|{c|',
    '__*__',
    '{'.repeat(500),
    '<lora:x:NaN>',
  ],
  ...[
    '2026-13-45T99:99:99Z',
    '9999999999999999999999',
    '0x7f',
    '٣',
    'bulk_00000000',
    'pipeline_00000000',
    'task(x)',
    'data:image/png;base64,AAAA',
  ],
];

/** Only addresses of this machine, where nothing listens, and names that never resolve. */
const ADDRESSES = [
  ...[
    'http://127.0.0.1:9',
    'http://[::1]:9/',
    'http://localhost:1/path?x=1',
    'http://a.invalid/',
    'https://127.1:9',
  ],
  ...[
    'http://2130706433:9/',
    'http://0x7f.1:9/',
    'http://[::ffff:127.0.0.1]:9/',
    'ftp://127.0.0.1/',
    'http://',
    '//x',
  ],
  ...[
    'http://user:pass@127.0.0.1:9/',
    'http://169.254.169.254/latest/meta-data/',
    'javascript:alert(1)',
    'file:///etc/passwd',
  ],
];

/** What names something must mostly exist for a request to get anywhere. */
const USUAL: Record<string, string[] | undefined> = {
  app_type: ['forge', 'forge', 'forge', 'a1111', 'F/x'],
  target_server_alias: ['gpu', 'gpu', 'default', '', 'nowhere'],
  server: ['gpu', 'any', 'nowhere'],
  alias: ['gpu', 'spare', ' '],
};

/** A field that is left out. */
const ABSENT = Symbol('absent');

const IS_ADDRESS = /url|uri|host|endpoint|address/i;

const hostile: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, 0, -1, 1.5, 1e300, -1e300, 2 ** 53),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }).map(withoutAddresses) },
);

/** Free objects are parameters of a picture more often than not: a small one, quickly made. */
const picture = fc.record(
  {
    prompt: fc.constantFrom('a cat', '{a|b} __x__', '<lora:dummyLora:1>', ''),
    steps: fc.constantFrom<unknown>(1, 2, '3'),
    width: fc.constant(64),
    height: fc.constant(64),
    seed: fc.integer(),
  },
  { requiredKeys: ['prompt', 'width', 'height'] },
);

/** Most fit the schema as far as it says, so that requests get past the first check; the rest does not. */
export function valuesOf(
  schema: JsonObject,
  document: ApiDocument,
  name = '',
  depth = 0,
): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: depth === 0 ? 9 : 24, arbitrary: fitting(schema, document, name, depth) },
    { weight: 1, arbitrary: hostile },
  );
}

function fitting(
  schema: JsonObject,
  document: ApiDocument,
  name: string,
  depth: number,
): fc.Arbitrary<unknown> {
  const known = resolved(schema, document);
  if (depth > 5) return fc.constant(null);
  if (Array.isArray(known['enum']) && known['enum'].length)
    return fc.constantFrom<unknown>(...(known['enum'] as unknown[]));
  const branches = known['oneOf'] ?? known['anyOf'] ?? known['allOf'];
  if (Array.isArray(branches) && branches.length) {
    return fc.oneof(...branches.map((one) => fitting(one as JsonObject, document, name, depth + 1)));
  }
  if (IS_ADDRESS.test(name)) return fc.constantFrom(...ADDRESSES);
  return ofType(known, document, name, depth);
}

function ofType(
  schema: JsonObject,
  document: ApiDocument,
  name: string,
  depth: number,
): fc.Arbitrary<unknown> {
  const number = (key: string, otherwise: number): number =>
    typeof schema[key] === 'number' ? schema[key] : otherwise;
  switch (schema['type']) {
    case 'integer':
    case 'number': {
      const [least, most] = [number('minimum', -5), number('maximum', 2_000)];
      return fc.oneof(
        fc.integer({ min: Math.ceil(least), max: Math.min(Math.floor(most), least + 2_000) }),
        fc.constantFrom(least, most),
      );
    }
    case 'boolean':
      return fc.boolean();
    case 'array': {
      const items = isJsonObject(schema['items']) ? schema['items'] : {};
      return fc.array(valuesOf(items, document, name, depth + 1), { maxLength: 5 });
    }
    case 'object':
      return objects(schema, document, depth);
    default:
      return texts(schema, name);
  }
}

function texts(schema: JsonObject, name: string): fc.Arbitrary<string> {
  if (schema['format'] === 'date-time' || /timestamp|before|after|_at$/.test(name)) {
    return fc.constantFrom('2026-11-20T12:00:00Z', '1970-01-01', '2999-12-31T23:59:59.999Z', 'soon');
  }
  const usual = USUAL[name];
  if (usual) return fc.constantFrom(...usual);
  const most = typeof schema['maxLength'] === 'number' ? Math.min(schema['maxLength'], 60) : 60;
  return fc.oneof(
    fc.string({ maxLength: most }),
    fc.constantFrom('a lighthouse', 'forge', 'default', '1', 'gpu'),
  );
}

function objects(schema: JsonObject, document: ApiDocument, depth: number): fc.Arbitrary<unknown> {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name,
      valuesOf(value as JsonObject, document, name, depth + 1),
    ]),
  );
  if (!Object.keys(fields).length) {
    return fc.oneof(
      { weight: 5, arbitrary: picture },
      { weight: 1, arbitrary: fc.dictionary(fc.string({ maxLength: 12 }), hostile, { maxKeys: 5 }) },
    );
  }
  const required = Array.isArray(schema['required'])
    ? schema['required'].map(String).filter((name) => name in fields)
    : [];
  const seldom = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const absent = required.includes(name) ? [] : [{ weight: 9, arbitrary: fc.constant(ABSENT) }];
      const nothing = required.includes(name) ? [] : [{ weight: 1, arbitrary: fc.constant(null) }];
      return [name, fc.oneof(...absent, ...nothing, { weight: 2, arbitrary: value })];
    }),
  );
  return fc.oneof(
    { weight: 7, arbitrary: fc.record(seldom).map(withoutAbsent) },
    { weight: 1, arbitrary: fc.record(fields, { requiredKeys: [] }) },
  );
}

function resolved(schema: JsonObject, document: ApiDocument): JsonObject {
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return schema;
  const target = document.schemas[reference.split('/').at(-1) ?? ''];
  return isJsonObject(target) ? target : {};
}

/** Random text must not become somebody's address by chance. */
function withoutAddresses(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll(/https?:/gi, 'x:')) as unknown;
}

function withoutAbsent(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== ABSENT));
}
