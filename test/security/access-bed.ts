// A server on which everybody has to show who they are, with keys of every kind and things that belong to somebody.
import { request } from 'undici';
import { startForgeSimulator, type ForgeSimulator } from '../../simulators/forge/index.js';
import { isJsonObject, parseJson } from '../../src/common/json.js';
import { SCOPES, type Scope } from '../../src/access/contract/index.js';
import { eventually } from '../support/eventually.js';
import { startApp, type RunningApp, type SettingsOverrides } from '../support/start-app.js';

const PASSWORD = 'correct horse battery staple';

/** Each appears only in what belongs to the owner: whoever else reads one has been told too much. */
export const CANARIES = {
  prompt: 'canary-prompt-7f3a',
  metadata: 'canary-metadata-91bc',
  webhook: 'canary-webhook-55de',
  source: 'canary-source-20aa',
  bulk: 'canary-bulk-c0de',
  preset: 'canary-preset-5a1e',
};

const FORESIGHT = /estimate|eta|position|remaining|exp_|_url$|^urls?$|waiting_reason|^now$/;

export interface Key {
  id: number;
  key: string;
  secret: string;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  json: unknown;
}

export interface Listening {
  /** All that came so far. */
  text: string;
  close(): void;
}

/** Ids of things that the owner has. */
export interface OwnThings {
  job: string;
  waitingJob: string;
  bulk: string;
  pipeline: string;
  image: string;
  subscription: string;
  delivery: string;
  preset: string;
  zip: string;
}

export class AccessBed {
  private address = 0;
  readonly keys = new Map<Scope, Key>();
  owner!: Key;
  /** As far-reaching as the owner, with a job of its own, and nothing to do with the owner. */
  stranger!: Key;
  strangersJob!: string;
  expired!: Key;
  inactive!: Key;
  own!: OwnThings;
  /** Id of one of the console's: the owner may make none. */
  collection!: string;

  private constructor(
    readonly running: RunningApp,
    private readonly simulator: ForgeSimulator,
    private readonly cookie: string,
  ) {}

  static async open(more: SettingsOverrides = {}): Promise<AccessBed> {
    const simulator = await startForgeSimulator({ stepMs: 0, loadMs: 0, saveMs: 0 });
    const running = await startApp({
      STABLEQUEUE_AUTH: 'required',
      STABLEQUEUE_ADMIN_PASSWORD: PASSWORD,
      TRUSTED_PROXIES: '127.0.0.0/8',
      WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8',
      // Given up soon, so that nothing changes by itself and there is something to send again.
      WEBHOOK_RETRY_SECONDS: '0',
      ...more,
    });
    const signIn = await request(`${running.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ password: PASSWORD }),
    });
    await signIn.body.dump();
    const cookie = String(signIn.headers['set-cookie']).split(';')[0]!;
    const bed = new AccessBed(running, simulator, cookie);
    await bed.furnish();
    return bed;
  }

  async close(): Promise<void> {
    await this.running.stop();
    await this.simulator.close();
  }

  /** Each call comes from another address, so that refusals do not add up to a lock-out. */
  async call(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: unknown,
  ): Promise<Answer> {
    this.address += 1;
    const from = `198.${18 + (this.address >> 16)}.${(this.address >> 8) & 255}.${this.address & 255}`;
    const answer = await request(`${this.running.url}${path}`, {
      method: method as 'GET',
      headers: {
        'x-forwarded-for': from,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    if (String(answer.headers['content-type']).startsWith('text/event-stream')) {
      answer.body.destroy();
      return { status: answer.statusCode, headers: answer.headers, text: '', json: undefined };
    }
    const text = await answer.body.text();
    return { status: answer.statusCode, headers: answer.headers, text, json: parseJson(text) };
  }

  asConsole(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.call(method, path, { cookie: this.cookie, origin: this.running.url }, body);
  }

  /** Reads the event stream as whoever shows `headers`, from the first event on. */
  async listen(headers: Record<string, string>): Promise<Listening> {
    const aborter = new AbortController();
    const answer = await request(`${this.running.url}/api/v1/events`, {
      headers: { ...headers, 'last-event-id': '0' },
      signal: aborter.signal,
      bodyTimeout: 0,
    });
    if (answer.statusCode !== 200)
      throw new Error(`The event stream answered ${answer.statusCode}: ${await answer.body.text()}`);
    const listening: Listening = { text: '', close: () => aborter.abort() };
    answer.body
      .on('data', (chunk: Buffer) => (listening.text += chunk.toString()))
      .on('error', () => undefined);
    return listening;
  }

  /** All that the owner's things say of themselves, without what changes with the time of day. */
  async stateOfOwnThings(): Promise<Record<string, unknown>> {
    const { job, waitingJob, bulk, pipeline, subscription, delivery, image } = this.own;
    const state: Record<string, unknown> = {};
    for (const path of [
      `/api/v2/queue/jobs/${job}`,
      `/api/v2/queue/jobs/${waitingJob}`,
      `/api/v2/generate/bulk/${bulk}`,
      `/api/v2/pipelines/${pipeline}`,
      `/api/v2/queue/jobs?bulk=${bulk}`,
      `/api/v2/webhooks/${subscription}`,
      `/api/v2/webhooks/deliveries/${delivery}`,
      `/api/v1/images/download/${image}`,
      '/api/v2/presets',
      '/api/v2/prompt-history',
    ]) {
      const { status, text, json } = await this.call('GET', path, headersOf(this.owner));
      if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${text}`);
      state[path] = { status, body: json === undefined ? text.length : lasting(json) };
    }
    return state;
  }

  /** A job of the owner's or of somebody else's. */
  async submit(who: Key, more: Record<string, unknown> = {}): Promise<string> {
    const generation_params = { prompt: CANARIES.prompt, steps: 1, width: 64, height: 64 };
    const body = { generation_params, ...more };
    return this.get(await this.call('POST', '/api/v2/generate', headersOf(who), body), 'job_id');
  }

  get(answer: Answer, name: string): string {
    if (answer.status >= 400 || !isJsonObject(answer.json))
      throw new Error(`${answer.status} ${answer.text}`);
    return String(answer.json[name]);
  }

  private async furnish(): Promise<void> {
    for (const scope of SCOPES) this.keys.set(scope, await this.makeKey(scope, [scope]));
    this.owner = await this.makeKey('owner', ['submit', 'read_own', 'cancel_own']);
    this.stranger = await this.makeKey('stranger', ['submit', 'read_own', 'cancel_own']);
    this.expired = await this.makeKey('expired', ['admin'], {
      expires_at: new Date(Date.now() + 1_000).toISOString(),
    });
    this.inactive = await this.makeKey('inactive', ['admin']);
    await this.asConsole('PATCH', `/api/v1/api-keys/${this.inactive.id}`, { is_active: false });
    await this.asConsole('POST', '/api/v1/servers', {
      alias: 'gpu',
      base_url: this.simulator.url,
      app_type: 'forge',
    });
    this.own = await this.makeThings();
    const never = { generation_params: { prompt: 'a tower' }, not_before: '2999-01-01T00:00:00.000Z' };
    this.strangersJob = await this.submit(this.stranger, never);
    await eventually(
      async () => (await this.call('GET', '/api/v1/queue', headersOf(this.expired))).status === 401,
    );
  }

  private async makeKey(name: string, scopes: Scope[], more: Record<string, unknown> = {}): Promise<Key> {
    const answer = await this.asConsole('POST', '/api/v1/api-keys', { name, scopes, ...more });
    if (answer.status !== 201 || !isJsonObject(answer.json))
      throw new Error(`no key: ${answer.status} ${answer.text}`);
    const made = answer.json['api_key'];
    return {
      id: Number(isJsonObject(made) ? made['id'] : 0),
      key: String(answer.json['key']),
      secret: String(answer.json['secret']),
    };
  }

  private async makeThings(): Promise<OwnThings> {
    const as = headersOf(this.owner);
    const params = { prompt: CANARIES.prompt, steps: 1, width: 64, height: 64 };
    const body = {
      generation_params: params,
      metadata: { note: CANARIES.metadata },
      source_info: CANARIES.source,
      webhook: { url: `http://127.0.0.1:65530/${CANARIES.webhook}`, secret: `${CANARIES.webhook}-secret` },
    };
    const subscription = await this.call('POST', '/api/v2/webhooks', as, {
      name: CANARIES.webhook,
      url: `http://127.0.0.1:65530/${CANARIES.webhook}`,
      events: ['job.completed'],
    });
    const job = this.get(await this.call('POST', '/api/v2/generate', as, body), 'job_id');
    const image = await eventually(async () => {
      const answer = await this.call('GET', `/api/v2/queue/jobs/${job}`, as);
      const images = isJsonObject(answer.json) ? answer.json['images'] : [];
      const first: unknown = Array.isArray(images) ? images[0] : undefined;
      if (!isJsonObject(first)) throw new Error(answer.text.slice(0, 500));
      return String(first['filename']);
    });
    const delivery = await eventually(async () => {
      const answer = await this.call('GET', '/api/v2/webhooks/deliveries', as);
      const deliveries = isJsonObject(answer.json) ? answer.json['deliveries'] : [];
      const first: unknown = Array.isArray(deliveries) ? deliveries[0] : undefined;
      if (!isJsonObject(first) || first['status'] !== 'failed') throw new Error(answer.text.slice(0, 500));
      return String(first['id']);
    });
    const later = { ...body, not_before: '2999-01-01T00:00:00.000Z' };
    const waitingJob = this.get(await this.call('POST', '/api/v2/generate', as, later), 'job_id');
    const bulk = await this.call('POST', '/api/v2/generate/bulk', as, {
      ...later,
      name: CANARIES.bulk,
      bulk_quantity: 2,
    });
    const pipeline = await this.call('POST', '/api/v2/pipelines', as, {
      ...{ name: CANARIES.bulk, not_before: later.not_before },
      steps: [{ name: CANARIES.bulk, generation_params: body.generation_params }],
    });
    const preset = await this.call('POST', '/api/v2/presets', as, {
      ...{ kind: 'generation', name: CANARIES.preset, body: { prompt: CANARIES.prompt } },
    });
    const zip = await this.call('POST', '/api/v1/gallery/zips', as, { filenames: [image] });
    const collection = await this.asConsole('POST', '/api/v1/gallery/collections', { name: CANARIES.bulk });
    this.collection = this.get(collection, 'id');
    return {
      ...{ job, waitingJob, image, delivery, preset: this.get(preset, 'id') },
      zip: this.get(zip, 'id'),
      bulk: this.get(bulk, 'bulk_job_id'),
      pipeline: this.get(pipeline, 'pipeline_id'),
      subscription: idIn(subscription),
    };
  }
}

export function headersOf(key: Key): Record<string, string> {
  return { 'x-api-key': key.key, 'x-api-secret': key.secret };
}

/** Foresight is made anew for each answer. */
function lasting(value: unknown): unknown {
  const text = JSON.stringify(value, (name, item: unknown) => (FORESIGHT.test(name) ? undefined : item));
  return JSON.parse(text) as unknown;
}

function idIn(answer: Answer): string {
  const json = isJsonObject(answer.json) ? answer.json : {};
  const inner = isJsonObject(json['webhook']) ? json['webhook'] : json;
  if (typeof inner['id'] !== 'string') throw new Error(`no subscription: ${answer.status} ${answer.text}`);
  return inner['id'];
}
