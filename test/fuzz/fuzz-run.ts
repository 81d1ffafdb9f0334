// The fuzz run (`npm run test:fuzz`): requests drawn from the OpenAPI document, most nearly right and many nonsense,
// against the shipped server with a simulated generation server behind it. It must never answer 5xx (but where the
// document says so), never die, never leave a rejection unhandled and never keep memory. Exit code 1 otherwise.
//   node dist/test/fuzz/fuzz-run.js --requests 20000 [--seed n]
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { Agent, request } from 'undici';
import { memoryAtRest } from '../../bench/support/heap-inspector.js';
import { startForgeSimulator } from '../../simulators/forge/index.js';
import { isJsonObject, parseJson } from '../../src/common/json.js';
import { builtProgram } from '../support/built-program.js';
import { ApiClient } from '../support/api-client.js';
import { ChildProgram } from '../support/child-program.js';
import { makeTempFolder, removeFolder } from '../support/temp-folder.js';
import { readApiDocument, type ApiDocument, type ApiOperation } from './api-operations.js';
import { draftsOf, KnownIds, requestOf, type FuzzRequest } from './fuzz-requests.js';

const CONNECTIONS = 8;
const ANSWER_MS = 30_000;
const START_MS = 60_000;
/** Copy the whole database each time, or start servers of their own. */
const RARE: Record<string, number> = { resetQueue: 3, makeBackup: 10, startDemo: 3 };
/** Answered by Node before we see the request, without a word. */
const HEADERS_TOO_LARGE = 431;
/** An error that nobody foresaw, in our words and in those of the A1111 door. */
const OUR_FAULT = /internal_server_error|StableQueue itself failed/;
const PER_DRAW = 40;
const REPAIR_EVERY = 200;
/** Room for what is kept on purpose (events of a day are on disk; caches have limits). */
const HEAP_GROWTH = 1.6;
const HEAP_SLACK_MB = 25;

interface Trouble {
  operation: string;
  what: string;
  request: FuzzRequest;
}

interface Outcome {
  requests: number;
  statuses: Map<number, number>;
  troubles: Trouble[];
}

class FuzzRun {
  private readonly agent = new Agent({ connections: CONNECTIONS, pipelining: 1 });
  private readonly known = new KnownIds();
  private readonly rare = new Map<string, number>();
  private readonly outcome: Outcome = { requests: 0, statuses: new Map(), troubles: [] };
  private readonly queues = new Map<string, FuzzRequest[]>();
  private draws = 0;

  constructor(
    private readonly url: string,
    private readonly document: ApiDocument,
    private readonly seed: number,
    /** Makes good what keeps jobs from running, so that requests go on meeting jobs of every state. */
    private readonly repair: () => Promise<void>,
  ) {}

  /** Goes round all operations until `requests` have been sent. */
  async send(requests: number): Promise<Outcome> {
    const until = this.outcome.requests + requests;
    const turn = async (worker: number): Promise<void> => {
      for (let at = worker; this.outcome.requests < until; at += CONNECTIONS) {
        const operation = this.document.operations[at % this.document.operations.length]!;
        if (this.isTooRare(operation)) continue;
        await this.one(operation);
        if (this.outcome.requests % REPAIR_EVERY === 0) await this.repair();
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, (_, worker) => turn(worker)));
    return this.outcome;
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private isTooRare(operation: ApiOperation): boolean {
    const most = RARE[operation.id];
    if (most === undefined) return false;
    const sent = (this.rare.get(operation.id) ?? 0) + 1;
    this.rare.set(operation.id, sent);
    return sent > most;
  }

  private nextOf(operation: ApiOperation): FuzzRequest {
    const queue = this.queues.get(operation.id) ?? [];
    this.queues.set(operation.id, queue);
    if (!queue.length) {
      const drafts = fc.sample(draftsOf(operation, this.document), {
        numRuns: PER_DRAW,
        seed: this.seed + this.draws++,
      });
      queue.push(...drafts.map((draft) => requestOf(operation, draft, this.known)));
    }
    return queue.pop()!;
  }

  private async one(operation: ApiOperation): Promise<void> {
    const fuzz = this.nextOf(operation);
    this.outcome.requests += 1;
    try {
      const answer = await request(`${this.url}${fuzz.path}`, {
        method: fuzz.method as 'GET',
        headers: fuzz.headers,
        body: fuzz.body,
        dispatcher: this.agent,
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      await this.look(operation, fuzz, answer);
    } catch (error) {
      this.trouble(operation, fuzz, `no answer: ${String(error)}`);
    }
  }

  private async look(
    operation: ApiOperation,
    fuzz: FuzzRequest,
    answer: Awaited<ReturnType<typeof request>>,
  ): Promise<void> {
    const { statusCode } = answer;
    this.outcome.statuses.set(statusCode, (this.outcome.statuses.get(statusCode) ?? 0) + 1);
    if (String(answer.headers['content-type']).startsWith('text/event-stream')) {
      answer.body.destroy();
      return;
    }
    const text = await answer.body.text();
    if (statusCode >= 500 && (!operation.statuses.includes(statusCode) || OUR_FAULT.test(text))) {
      this.trouble(operation, fuzz, `${statusCode} ${text.slice(0, 300)}`);
    }
    const json = parseJson(text);
    const isNodes = statusCode === HEADERS_TOO_LARGE;
    if (statusCode >= 400 && !isNodes && fuzz.method !== 'HEAD' && !isToldWell(json)) {
      this.trouble(operation, fuzz, `${statusCode} without a word: ${text.slice(0, 300)}`);
    }
    if (statusCode < 300) this.learn(json, 0);
  }

  /** Ids in answers make later requests meet something. */
  private learn(json: unknown, depth: number): void {
    if (depth > 3) return;
    if (Array.isArray(json)) for (const one of json.slice(0, 5)) this.learn(one, depth + 1);
    if (!isJsonObject(json)) return;
    for (const [name, value] of Object.entries(json)) {
      const isId = /(^|_)(id|uuid|alias|filename|name)$/.test(name);
      if (isId && (typeof value === 'string' || typeof value === 'number') && String(value).length < 100) {
        this.known.add(String(value));
      } else this.learn(value, depth + 1);
    }
  }

  private trouble(operation: ApiOperation, fuzz: FuzzRequest, what: string): void {
    this.outcome.troubles.push({ operation: `${operation.method} ${operation.path}`, what, request: fuzz });
  }
}

/** Our one error shape, or that of the A1111 door. */
function isToldWell(json: unknown): boolean {
  if (!isJsonObject(json)) return false;
  return (typeof json['error'] === 'string' && typeof json['message'] === 'string') || 'detail' in json;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      requests: { type: 'string', default: '20000' },
      seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    },
  });
  const [requests, seed] = [Number(values.requests), Number(values.seed)];
  const dataDir = makeTempFolder('fuzz');
  const simulator = await startForgeSimulator({ stepMs: 0, loadMs: 0, saveMs: 0 });
  const env = {
    PORT: '0',
    CONFIG_DATA_PATH: dataDir,
    LOG_LEVEL: 'warn',
    LOG_FORMAT: 'json',
    SQLITE_SYNCHRONOUS: 'normal',
    NODE_OPTIONS: '--inspect=127.0.0.1:0',
  };
  const program = new ChildProgram(builtProgram('src/main.js'), [], { ...env, LOG_LEVEL: 'info' });
  const failures: string[] = [];
  try {
    const [, url] = await program.lineThat(/answers on (http:[^\s"]+)/, START_MS);
    const [, inspector] = await program.lineThat(/listening on (ws:\S+)/, START_MS);
    const api = new ApiClient(url!);
    await api.addServer({ alias: 'gpu', base_url: simulator.url, max_concurrent_jobs: 4 });
    const document = readApiDocument(await api.ok('GET', '/doc-json'));
    const repair = async (): Promise<void> => {
      const server = { alias: 'gpu', base_url: simulator.url, app_type: 'forge', max_concurrent_jobs: 4 };
      const state = { ...server, enabled: true, draining: false };
      if ((await api.call('PATCH', '/api/v1/servers/gpu', state)).status === 404)
        await api.call('POST', '/api/v1/servers', server);
      await api.call('POST', '/api/v1/queue/resume');
    };
    const run = new FuzzRun(url!, document, seed, repair);
    const half = Math.ceil(requests / 2);
    await run.send(half);
    const before = await memoryAtRest(inspector!, program.pid);
    const outcome = await run.send(requests - half);
    const after = await memoryAtRest(inspector!, program.pid);
    await run.close();
    failures.push(...judge(outcome, program, before.heapMb, after.heapMb));
    print(outcome, document, seed, before.heapMb, after.heapMb);
    await api.close();
  } finally {
    await program.end('SIGTERM');
    await simulator.close();
  }
  for (const failure of failures) process.stdout.write(`FAILED ${failure}\n`);
  if (failures.length) process.exitCode = 1;
  else await removeFolder(dataDir);
}

function judge(outcome: Outcome, program: ChildProgram, beforeMb: number, afterMb: number): string[] {
  const failures = outcome.troubles
    .slice(0, 20)
    .map(
      ({ operation, what, request: sent }) =>
        `${operation}: ${what}\n    ${JSON.stringify(sent).slice(0, 600)}`,
    );
  if (!program.isRunning) failures.push(`the server has died:\n${program.lines.slice(-10).join('\n')}`);
  const unhandled = program.lines.filter((line) => /unhandled|uncaught/i.test(line));
  failures.push(...unhandled.slice(0, 5));
  const errors = program.lines.filter(
    (line) => line.includes('"level":"error"') && !line.includes('"context":"Prober"'),
  );
  failures.push(...errors.slice(0, 5).map((line) => `an error in the log: ${line.slice(0, 600)}`));
  if (afterMb > beforeMb * HEAP_GROWTH + HEAP_SLACK_MB) {
    failures.push(`the heap has grown from ${beforeMb.toFixed(0)} to ${afterMb.toFixed(0)} MB`);
  }
  return failures;
}

function print(
  outcome: Outcome,
  document: ApiDocument,
  seed: number,
  beforeMb: number,
  afterMb: number,
): void {
  const statuses = [...outcome.statuses]
    .sort(([a], [b]) => a - b)
    .map(([status, count]) => `${status}: ${count}`);
  process.stdout.write(
    `${outcome.requests} requests over ${document.operations.length} operations, seed ${seed}\n` +
      `answers ${statuses.join(', ')}\n` +
      `heap at half time ${beforeMb.toFixed(1)} MB, at the end ${afterMb.toFixed(1)} MB\n` +
      `${outcome.troubles.length} troubles\n`,
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
