// The operations of an OpenAPI document, as the fuzz run and the test of access rules read them.
import { isJsonObject, type JsonObject } from '../../src/common/json.js';

export interface ApiParameter {
  name: string;
  in: 'path' | 'query' | 'header';
  schema: JsonObject;
}

export interface ApiOperation {
  id: string;
  method: string;
  /** With its `{parameters}`. */
  path: string;
  parameters: ApiParameter[];
  /** Of a JSON body; null when it takes none. */
  body: JsonObject | null;
  takesUpload: boolean;
  /** Statuses that the document promises. */
  statuses: number[];
  /** Null: the operation has no rule at all. */
  rule: { open: boolean; scopes: string[] } | null;
}

export interface ApiDocument {
  operations: ApiOperation[];
  schemas: JsonObject;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head'];

/** @throws Error when it is no OpenAPI document */
export function readApiDocument(document: unknown): ApiDocument {
  if (!isJsonObject(document) || !isJsonObject(document['paths'])) throw new Error('not an OpenAPI document');
  const components = objectOf(document['components']);
  const operations = Object.entries(document['paths']).flatMap(([path, item]) =>
    Object.entries(objectOf(item))
      .filter(([method]) => METHODS.includes(method))
      .map(([method, operation]) => readOperation(path, method, objectOf(operation))),
  );
  return { operations, schemas: objectOf(components['schemas']) };
}

function readOperation(path: string, method: string, operation: JsonObject): ApiOperation {
  const content = objectOf(objectOf(operation['requestBody'])['content']);
  const json = content['application/json'];
  return {
    id: String(operation['operationId']),
    method: method.toUpperCase(),
    path,
    parameters: listOf(operation['parameters']).map(readParameter),
    body: json === undefined ? null : objectOf(objectOf(json)['schema']),
    takesUpload: 'multipart/form-data' in content,
    statuses: Object.keys(objectOf(operation['responses'])).map(Number).filter(Number.isInteger),
    rule: readRule(operation),
  };
}

function readRule(operation: JsonObject): ApiOperation['rule'] {
  if (operation['x-open'] === true) return { open: true, scopes: [] };
  const scopes = operation['x-required-scopes'];
  return Array.isArray(scopes) ? { open: false, scopes: scopes.map(String) } : null;
}

function readParameter(parameter: unknown): ApiParameter {
  const { name, in: place, schema } = objectOf(parameter);
  return { name: String(name), in: place as ApiParameter['in'], schema: objectOf(schema) };
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
