// Every route of the OpenAPI document × who asks. The rules come from the document, so a new route is tested as soon
// as it exists, and one without a rule, or with a parameter that nobody has thought about, fails here.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SCOPES, type Scope } from '../../src/access/contract/index.js';
import { isJsonObject } from '../../src/common/json.js';
import { readApiDocument, type ApiOperation } from '../fuzz/api-operations.js';
import { AccessBed, CANARIES, headersOf, type Answer } from './access-bed.js';

/** What a scope alone must never do here, because the other tests need what it would destroy. */
const DESTROYS = new Set([
  'resetQueue',
  'clearQueue',
  'signOut',
  'setConsolePassword',
  'pauseQueue',
  'setQueueProcessing',
]);
const NOTHING = '00000000-0000-4000-8000-000000000000';
const REFUSED = [401, 403];
/** Hundreds of requests each. */
const LONG_MS = 300_000;

let bed: AccessBed;
let operations: ApiOperation[];

beforeAll(async () => {
  bed = await AccessBed.open();
  const document = await bed.asConsole('GET', '/doc-json');
  operations = readApiDocument(document.json).operations;
});

afterAll(() => bed.close());

/** The owner's thing that a parameter of this path names; undefined: the path holds nothing that has an owner. */
function ownedId(operation: ApiOperation, parameter: string): string | undefined {
  const { path, id } = operation;
  const { own, owner } = bed;
  if (/\/bulk\/\{/.test(path)) return own.bulk;
  if (/\/pipelines\/\{/.test(path)) return own.pipeline;
  if (/\/webhooks\/deliveries\/\{/.test(path)) return own.delivery;
  if (/\/webhooks\/\{/.test(path)) return own.subscription;
  if (/\/jobs\/\{/.test(path))
    return /cancel|edit|move|hold|release|priority|delete|dispatch/i.test(id) ? own.waitingJob : own.job;
  if (/\/collections\/\{/.test(path)) return bed.collection;
  if (/\/zips\/\{/.test(path)) return own.zip;
  if (parameter === 'filename') return own.image;
  if (/\/presets\/\{/.test(path)) return own.preset;
  if (/\/api-keys\/\{/.test(path)) return String(owner.id);
  return undefined;
}

/** Parameters that select nothing of a person's. */
const SHARED =
  /\/servers\/\{|\/wildcards|\/sdapi\/v1\/(sd-models|loras|assets)\/\{|\/sessions\/\{|\/app-types|\/workflows\/|\/schema|\/system\/(backups|tasks)\/\{/;

function pathOf(operation: ApiOperation, fill: (parameter: string) => string): string {
  return operation.path.replaceAll(/\{([^}]+)\}/g, (_match, name: string) => encodeURIComponent(fill(name)));
}

const hasBody = (operation: ApiOperation): boolean => !['GET', 'HEAD'].includes(operation.method);

/** What is asked of somebody's thing must be right in itself, or it is refused before anybody looks whose it is. */
function validBody({ method, path }: ApiOperation): object {
  if (path.endsWith('/move')) return { to: 'top' };
  if (path.endsWith('/priority') || (method === 'PATCH' && path.includes('/jobs/'))) return { priority: 9 };
  if (path.includes('/collections/')) return { name: 'taken over' };
  if (path.endsWith('/rotate-secret')) return { secret: 'a secret of a stranger' };
  return /PATCH|PUT/.test(method) && /webhooks|api-keys|presets/.test(path) ? { name: 'taken over' } : {};
}

function ask(
  operation: ApiOperation,
  headers: Record<string, string>,
  fill: (parameter: string) => string,
): Promise<Answer> {
  const body = hasBody(operation) ? validBody(operation) : undefined;
  return bed.call(operation.method, pathOf(operation, fill), headers, body);
}

const guarded = (): ApiOperation[] =>
  operations.filter((operation) => operation.rule && !operation.rule.open);
const title = (operation: ApiOperation): string => `${operation.method} ${operation.path}`;

/** Signing in and out is not for keys at all, not even for those that may do everything else. */
function isLetIn(answer: Answer): boolean {
  const isForConsoleOnly = isJsonObject(answer.json) && answer.json['error'] === 'console_only';
  return isForConsoleOnly || !REFUSED.includes(answer.status);
}

async function offenders(
  which: ApiOperation[],
  headers: Record<string, string>,
  isRight: (answer: Answer, operation: ApiOperation) => boolean,
  fill: (operation: ApiOperation) => (parameter: string) => string = () => () => NOTHING,
): Promise<string[]> {
  const found: string[] = [];
  for (const operation of which) {
    const answer = await ask(operation, headers, fill(operation));
    if (!isRight(answer, operation))
      found.push(`${title(operation)} → ${answer.status} ${answer.text.slice(0, 200)}`);
  }
  return found;
}

const leaks = (answer: Answer): boolean =>
  Object.values(CANARIES).some((canary) => answer.text.includes(canary));

describe('every route of the API', () => {
  it('has a rule', () => {
    expect(operations.length).toBeGreaterThan(60);
    expect(operations.filter((operation) => operation.rule === null).map(title)).toEqual([]);
  });

  it('names only scopes that exist', () => {
    const scopes = new Set(operations.flatMap((operation) => operation.rule?.scopes ?? []));
    expect([...scopes].filter((scope) => !(SCOPES as readonly string[]).includes(scope))).toEqual([]);
  });

  it('refuses who shows nothing', async () => {
    expect(await offenders(guarded(), {}, (answer) => answer.status === 401)).toEqual([]);
  });

  it('refuses wrong secrets, unknown keys, expired and switched-off keys, and says the same to the first two', async () => {
    const wrong = headersOf({ ...bed.owner, secret: '0'.repeat(64) });
    const unknown = headersOf({ id: 0, key: `mk_${'0'.repeat(24)}`, secret: bed.owner.secret });
    for (const headers of [wrong, unknown, headersOf(bed.expired), headersOf(bed.inactive)]) {
      expect(await offenders(guarded(), headers, (answer) => answer.status === 401)).toEqual([]);
    }
    const texts = await Promise.all(
      [wrong, unknown].map(async (headers) => (await bed.call('GET', '/api/v1/queue', headers)).text),
    );
    const said = texts.map((text) => text.replace(/"request_id":"[^"]+"/, ''));
    expect(said[0]).toBe(said[1]);
  });

  it('is as closed under the addresses of the A1111 door', async () => {
    for (const prefix of ['/a1111', '/a1111/gpu', '/k/nonsense', '/k/nonsense/a1111/gpu']) {
      for (const route of ['/sdapi/v1/options', '/sdapi/v1/jobs', '/internal/pending-tasks']) {
        expect({ prefix, route, status: (await bed.call('GET', `${prefix}${route}`)).status }).toEqual({
          prefix,
          route,
          status: 401,
        });
      }
    }
    expect((await bed.call('GET', '/k/nonsense/api/v1/queue')).status).toBe(404);
  });

  it('does not fall back to the console when a key is wrong', async () => {
    const answer = await bed.call('GET', '/api/v1/api-keys', { authorization: 'Bearer nonsense' });
    expect(answer.status).toBe(401);
  });

  it.each(SCOPES)(
    'lets a key with the scope %s alone do what the document says, and nothing else',
    async (scope: Scope) => {
      const headers = headersOf(bed.keys.get(scope)!);
      const may = (operation: ApiOperation): boolean =>
        scope === 'admin' || !operation.rule?.scopes.length || operation.rule.scopes.includes(scope);
      const refused = guarded().filter((operation) => !may(operation));
      expect(await offenders(refused, headers, (answer) => answer.status === 403)).toEqual([]);
      const allowed = guarded().filter((operation) => may(operation) && !DESTROYS.has(operation.id));
      expect(await offenders(allowed, headers, isLetIn)).toEqual([]);
    },
    LONG_MS,
  );

  it('has thought about every parameter of a path: it names something of somebody, or nothing of a person', () => {
    const unknown = operations.flatMap((operation) =>
      operation.parameters
        .filter((parameter) => parameter.in === 'path')
        .filter(
          (parameter) => ownedId(operation, parameter.name) === undefined && !SHARED.test(operation.path),
        )
        .map((parameter) => `${title(operation)} {${parameter.name}}`),
    );
    expect(unknown).toEqual([]);
  });

  it(
    "hides another key's things from keys that may not see everything",
    async () => {
      const personal = guarded().filter(
        (operation) => operation.path.includes('{') && !SHARED.test(operation.path),
      );
      const before = await bed.stateOfOwnThings();
      const others = (['submit', 'read_own', 'cancel_own', 'models'] as const).map((scope) =>
        bed.keys.get(scope)!,
      );
      for (const key of [...others, bed.stranger]) {
        const found = await offenders(
          personal,
          headersOf(key),
          (answer) => [403, 404].includes(answer.status) && !leaks(answer),
          (operation) => (parameter) => ownedId(operation, parameter) ?? NOTHING,
        );
        expect(found).toEqual([]);
      }
      expect(await bed.stateOfOwnThings()).toEqual(before);
    },
    LONG_MS,
  );

  it(
    "leaks nothing of another key's in lists",
    async () => {
      const lists = guarded().filter(
        (operation) => operation.method === 'GET' && !operation.path.includes('{'),
      );
      for (const scope of ['submit', 'read_own', 'cancel_own', 'models', 'manage_servers'] as const) {
        expect(await offenders(lists, headersOf(bed.keys.get(scope)!), (answer) => !leaks(answer))).toEqual(
          [],
        );
      }
      expect(await offenders(lists, headersOf(bed.stranger), (answer) => !leaks(answer))).toEqual([]);
    },
    LONG_MS,
  );

  it('shows its things to the owner, so that the tests above mean something', async () => {
    const as = headersOf(bed.owner);
    for (const path of [
      `/api/v1/queue/jobs/${bed.own.job}`,
      `/api/v2/queue/jobs/${bed.own.job}/status`,
      `/api/v2/generate/bulk/${bed.own.bulk}`,
      `/api/v2/pipelines/${bed.own.pipeline}`,
      '/api/v2/pipelines',
      `/api/v2/webhooks/${bed.own.subscription}`,
      `/api/v2/webhooks/deliveries/${bed.own.delivery}`,
      '/api/v2/prompt-history',
      '/api/v2/presets',
      '/api/v1/queue/jobs',
      '/api/v2/queue/jobs',
    ]) {
      const answer = await bed.call('GET', path, as);
      expect({ path, status: answer.status, leaks: leaks(answer) }).toEqual({
        path,
        status: 200,
        leaks: true,
      });
    }
    expect((await bed.call('GET', `/api/v1/images/download/${bed.own.image}`, as)).status).toBe(200);
  });

  it('never tells a secret again', async () => {
    const gets = operations.filter((operation) => operation.method === 'GET' && operation.rule);
    const fill = (operation: ApiOperation) => (parameter: string) => ownedId(operation, parameter) ?? 'gpu';
    const secrets = [
      bed.owner.secret,
      ...[...bed.keys.values()].map((key) => key.secret),
      `${CANARIES.webhook}-secret`,
    ];
    const found = await offenders(
      gets,
      headersOf(bed.keys.get('admin')!),
      (answer) => !secrets.some((secret) => answer.text.includes(secret)),
      fill,
    );
    expect(found).toEqual([]);
  });
});
