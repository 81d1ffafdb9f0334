// `npm run postman`: writes docs/api/stablequeue.postman_collection.json from openapi.json; with `--check` it only says
// whether that is up to date. Made by hand and not by a converter, so that it is the same on every run and its bodies
// are ones that a person would send: the examples and required fields of the document, nothing made up.
import { readFileSync, writeFileSync } from 'node:fs';
import { isJsonObject, type JsonObject } from '../src/common/json.js';

const SOURCE = 'openapi.json';
const FILE = 'docs/api/stablequeue.postman_collection.json';
const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete']);

const document = JSON.parse(readFileSync(SOURCE, 'utf8')) as JsonObject;
const schemas = objectOf(objectOf(document['components'])['schemas']);

interface Request {
  tag: string;
  item: JsonObject;
}

function requestsOf(path: string, operations: JsonObject): Request[] {
  return Object.entries(operations)
    .filter(([method]) => METHODS.has(method))
    .map(([method, value]) => {
      const operation = objectOf(value);
      const [tag] = listOf(operation['tags']);
      return { tag: typeof tag === 'string' ? tag : 'other', item: itemOf(path, method, operation) };
    });
}

function itemOf(path: string, method: string, operation: JsonObject): JsonObject {
  const summary = String(operation['summary'] ?? operation['operationId']);
  const { header, body } = bodyOf(operation);
  return {
    name: `${method.toUpperCase()} ${path}`,
    request: {
      method: method.toUpperCase(),
      description: [summary, operation['description']].filter(Boolean).join('\n\n'),
      header,
      url: urlOf(path, listOf(operation['parameters']).map(objectOf)),
      ...(body ? { body } : {}),
      ...(operation['x-open'] === true ? { auth: { type: 'noauth' } } : {}),
    },
  };
}

function urlOf(path: string, parameters: JsonObject[]): JsonObject {
  const parts = path.split('/').filter(Boolean);
  const postman = parts.map((part) => part.replace(/^\{(.+)\}$/, ':$1'));
  const query = parameters
    .filter((parameter) => parameter['in'] === 'query')
    .map((parameter) => ({
      key: parameter['name'],
      value: textOf(exampleOf(objectOf(parameter['schema']))),
      description: parameter['description'] ?? '',
      disabled: true,
    }));
  const variable = parameters
    .filter((parameter) => parameter['in'] === 'path')
    .map((parameter) => ({ key: parameter['name'], value: '', description: parameter['description'] ?? '' }));
  return {
    raw: `{{baseUrl}}/${postman.join('/')}`,
    host: ['{{baseUrl}}'],
    path: postman,
    ...(query.length ? { query } : {}),
    ...(variable.length ? { variable } : {}),
  };
}

function bodyOf(operation: JsonObject): { header: JsonObject[]; body?: JsonObject } {
  const content = objectOf(objectOf(operation['requestBody'])['content']);
  if (isJsonObject(content['multipart/form-data'])) {
    const fields = Object.keys(
      objectOf(resolved(objectOf(content['multipart/form-data']['schema']))['properties']),
    );
    const formdata = fields.map((key) => ({ key, type: key === 'file' ? 'file' : 'text' }));
    return { header: [], body: { mode: 'formdata', formdata } };
  }
  const json = content['application/json'];
  if (!isJsonObject(json)) return { header: [] };
  const raw = JSON.stringify(exampleOf(objectOf(json['schema'])) ?? {}, null, 2);
  const options = { raw: { language: 'json' } };
  return {
    header: [{ key: 'Content-Type', value: 'application/json' }],
    body: { mode: 'raw', raw, options },
  };
}

/** Its own example or default, else of each required field. */
function exampleOf(schema: JsonObject, depth = 0): unknown {
  const known = resolved(schema);
  if (known['example'] !== undefined) return known['example'];
  if (known['default'] !== undefined) return known['default'];
  if (Array.isArray(known['enum'])) return known['enum'][0] as unknown;
  if (known['type'] === 'array') return depth > 3 ? [] : [exampleOf(objectOf(known['items']), depth + 1)];
  if (known['type'] === 'object' || known['properties'] !== undefined) {
    const properties = objectOf(known['properties']);
    const required = listOf(known['required']).map(String);
    const fields = required.map((name) => [
      name,
      depth > 3 ? null : exampleOf(objectOf(properties[name]), depth + 1),
    ]);
    return Object.fromEntries(fields) as JsonObject;
  }
  if (known['type'] === 'number' || known['type'] === 'integer') return known['minimum'] ?? 0;
  return known['type'] === 'boolean' ? false : '';
}

function resolved(schema: JsonObject): JsonObject {
  const reference = schema['$ref'] ?? objectOf(listOf(schema['allOf'])[0])['$ref'];
  return typeof reference === 'string' ? objectOf(schemas[reference.split('/').at(-1) ?? '']) : schema;
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function collection(): JsonObject {
  const requests = Object.entries(objectOf(document['paths'])).flatMap(([path, value]) =>
    requestsOf(path, objectOf(value)),
  );
  const tags = [...new Set(requests.map((request) => request.tag))];
  const header = (key: string, value: string): JsonObject => ({ key, value, type: 'string' });
  return {
    info: {
      name: 'StableQueue',
      description:
        'Set baseUrl, apiKey and apiSecret in the variables of the collection. On loopback no key is needed.',
      schema: SCHEMA,
    },
    item: tags.map((name) => ({
      name,
      item: requests.filter((request) => request.tag === name).map((request) => request.item),
    })),
    auth: {
      type: 'basic',
      basic: [header('username', '{{apiKey}}'), header('password', '{{apiSecret}}')],
    },
    variable: [header('baseUrl', 'http://127.0.0.1:3000'), header('apiKey', ''), header('apiSecret', '')],
  };
}

const text = `${JSON.stringify(collection(), null, 2)}\n`;
if (!process.argv.includes('--check')) {
  writeFileSync(FILE, text);
} else if (readFileSync(FILE, 'utf8') !== text) {
  process.stderr.write(`${FILE} does not fit ${SOURCE}: run "npm run postman" and commit it.\n`);
  process.exitCode = 1;
}
