// What the search for secrets needs: a program that was given one of every kind, in every place.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startForgeSimulator, type ForgeSimulator } from '../../simulators/forge/index.js';
import { isJsonObject, parseJson, type JsonObject } from '../../src/common/json.js';
import { readApiDocument, type ApiOperation } from '../fuzz/api-operations.js';
import { eventually } from '../support/eventually.js';
import type { ServerProcess } from '../support/start-process.js';
import { SecretHunt, send, type RawAnswer, type RawRequest } from './secret-hunt.js';

type Headers = Record<string, string>;
type Json = Record<string, unknown>;

const PICTURE = { prompt: 'a lighthouse', steps: 1, width: 64, height: 64 };

export class CanaryRun {
  readonly toldInErrors: string[] = [];
  readonly expectedJobs: string[] = [];
  received = 0;
  private address = 0;
  private cookie = '';
  private key: Headers = {};
  private pathToken = '';
  private keyId = '';

  private constructor(
    readonly hunt: SecretHunt,
    private readonly server: ServerProcess,
    private readonly simulator: ForgeSimulator,
    private readonly receiver: Server,
    private readonly secrets: { authToken: string; serverPassword: string },
  ) {}

  static async open(start: (settings: Headers) => Promise<ServerProcess>): Promise<CanaryRun> {
    const hunt = new SecretHunt();
    const serverPassword = hunt.make("the server's password");
    const authToken = hunt.make('AUTH_TOKEN');
    const simulator = await startForgeSimulator({
      ...{ stepMs: 0, loadMs: 0, saveMs: 0 },
      apiAuth: { user: 'queue', password: serverPassword },
    });
    const receiver = createServer();
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const server = await start({
      LOG_LEVEL: 'debug',
      STABLEQUEUE_AUTH: 'required',
      STABLEQUEUE_SECRET_KEY: hunt.keep('STABLEQUEUE_SECRET_KEY', 'c0ffee'.repeat(10) + 'cafe'),
      AUTH_TOKEN: authToken,
      WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8',
      WEBHOOK_RETRY_SECONDS: '0',
      TRUSTED_PROXIES: '127.0.0.0/8',
    });
    const run = new CanaryRun(hunt, server, simulator, receiver, { authToken, serverPassword });
    receiver.on('request', (message, response) => {
      run.received += 1;
      // Some are not taken at first, so that tries and errors are written down.
      response.writeHead(message.url?.includes('refuse') ? 500 : 204).end();
    });
    return run;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.simulator.close();
    await new Promise((resolve) => this.receiver.close(resolve));
  }

  async stop(): Promise<void> {
    if (this.server.program.isRunning) await this.server.stop();
  }

  /** One-click links, the password, wrong ones, and the cookies that come of it. */
  async signIn(): Promise<void> {
    const [, printed] = await this.server.program.lineThat(/#token=(\S+)/, 10_000);
    await this.openSession({ token: this.hunt.keep('the printed link', printed!) });
    const password = this.hunt.make('the password of the console');
    await this.admin('PUT', '/api/v1/session/password', { password });
    await this.openSession({ password });
    const made = String((await this.admin('POST', '/api/v1/session/link')).path).split('=')[1]!;
    await this.openSession({ token: this.hunt.keep('a link that was asked for', made) });
    await this.refused('POST', '/api/v1/session', {}, { password: this.hunt.make('a wrong password') });
    await this.refused('POST', '/api/v1/session', {}, { token: this.hunt.make('a wrong link') });
    await this.refused('GET', '/api/v1/queue', {
      cookie: `stablequeue_session=${this.hunt.make('a wrong cookie')}`,
    });
  }

  async addServers(): Promise<void> {
    const base_url = this.simulator.url;
    const { hunt, secrets } = this;
    const basic = { type: 'basic', username: 'queue', password: secrets.serverPassword };
    const extra_headers = { 'x-tunnel': hunt.make("a server's header") };
    const busy_hook = { url: `${base_url}/hook`, headers: { 'x-hook': hunt.make("a hook's header") } };
    const gpu = { alias: 'gpu', app_type: 'forge', base_url, credentials: basic, extra_headers, busy_hook };
    await this.admin('POST', '/api/v1/servers', gpu);
    await this.admin('PATCH', '/api/v1/servers/gpu', { extra_headers });
    await this.admin('POST', '/api/v1/servers', {
      ...{ alias: 'legacy', apiUrl: base_url, authUser: 'queue' },
      authPass: hunt.make('a wrong password of a server'),
    });
    const gradio = { type: 'gradio', username: 'queue', password: hunt.make('a gradio password') };
    await this.admin('POST', '/api/v1/servers', { alias: 'gradio', base_url, credentials: gradio });
    for (const alias of ['gpu', 'legacy', 'gradio'])
      await this.admin('POST', `/api/v1/servers/${alias}/test`);
    await this.admin('POST', '/api/v1/servers/legacy/disable');
    await this.admin('POST', '/api/v1/servers/gradio/disable');
    const inAddress = base_url.replace('//', `//queue:${hunt.make('a password in an address')}@`);
    await this.maybe('POST', '/api/v1/servers', this.asAdmin(), { alias: 'address', base_url: inAddress });
    await this.maybe('DELETE', '/api/v1/servers/address', this.asAdmin());
    await eventually(async () => {
      const { text } = await this.ask('GET', '/api/v1/servers/gpu', this.asAdmin());
      return text.includes('"online"');
    });
  }

  /** Made, rotated, and shown in every way that there is. */
  async makeKeys(): Promise<void> {
    const idempotency = { ...this.asAdmin(), 'idempotency-key': 'canary-key' };
    const made = await this.ok('POST', '/api/v1/api-keys', idempotency, { name: 'canary' });
    this.keyId = String((made['api_key'] as Json)['id']);
    const first = this.hunt.keep('the first secret of a key', String(made['secret']));
    const rotated = await this.admin('POST', `/api/v1/api-keys/${this.keyId}/rotate`, { overlap_hours: 1 });
    const secret = this.hunt.keep('the secret of a key', String(rotated['secret']));
    const token = await this.admin('POST', `/api/v1/api-keys/${this.keyId}/path-token`);
    this.pathToken = this.hunt.keep('the token of an address', String(token['token']));
    const key = String(made['key']);
    this.key = { 'x-api-key': key, 'x-api-secret': secret };
    const wrong = this.hunt.make('a wrong secret of a key');
    for (const one of [first, secret])
      for (const authorization of [`Bearer ${key}:${one}`, `Basic ${base64(`${key}:${one}`)}`])
        await this.ok('GET', '/api/v1/queue', { authorization });
    await this.refused('GET', '/api/v1/queue', { 'x-api-key': key, 'x-api-secret': wrong });
    await this.refused('GET', '/api/v1/queue', { authorization: `Bearer ${this.hunt.make('a bearer')}` });
    await this.refused('GET', '/sdapi/v1/options', { authorization: `Basic ${base64(`${key}:${wrong}`)}` });
  }

  async subscribe(): Promise<void> {
    const { hunt } = this;
    const subscription = (more: Json): Promise<Json> =>
      this.ok('POST', '/api/v2/webhooks', this.key, { name: 'canary', events: ['job.completed'], ...more });
    const made = await subscription({
      url: this.hook(
        hunt.make("a token in a subscription's path"),
        hunt.make("a token in a subscription's query"),
      ),
      secret: hunt.make('the secret of a subscription'),
    });
    const { id } = made['webhook'] as Json;
    await this.ok('POST', `/api/v2/webhooks/${String(id)}/test`, this.key);
    await this.ok('POST', `/api/v2/webhooks/${String(id)}/rotate-secret`, this.key, {
      secret: hunt.make('the next secret of a subscription'),
    });
    const own = await subscription({ url: this.hook(hunt.make("a refused subscription's path"), 'refuse') });
    hunt.keep('a secret that was made for a subscription', String(own['secret']).replace(/^whsec_/, ''));
    await subscription({
      url: this.hook('topic', hunt.make("a token in ntfy's query")),
      ...{ template: 'ntfy', options: { topic: 'canary', token: hunt.make("ntfy's token") } },
    });
    await subscription({
      url: `https://discord.com/api/webhooks/1/${hunt.make("Discord's token")}`,
      ...{ template: 'discord', enabled: false },
    });
    await subscription({
      url: `https://api.telegram.org/bot1:${hunt.make("Telegram's token")}/sendMessage`,
      ...{ template: 'telegram', enabled: false, options: { chat_id: '1' } },
    });
  }

  /** Jobs whose bodies hold what they should not, by every way in. */
  async submit(): Promise<void> {
    const { hunt } = this;
    const login = (where: string): Json => ({
      api_key: hunt.make(`api_key ${where}`),
      api_secret: hunt.make(`api_secret ${where}`),
    });
    const webhook = (of: string): Json => ({
      url: this.hook(
        hunt.make(`a token in the path of the webhook of ${of}`),
        hunt.make(`and in the query, ${of}`),
      ),
      secret: hunt.make(`the webhook secret of ${of}`),
      secret_header: true,
    });
    const override_settings = { openai_api_key: hunt.make('an option that looks like a secret') };
    const params = (where: string): Json => ({ ...PICTURE, ...login(`in ${where}`) });
    await this.job('/api/v1/generate', {
      ...login('in a body of v1'),
      generation_params: params('parameters of v1'),
      webhook: webhook('a job'),
    });
    await this.job('/api/v2/generate', { ...login('beside payload'), payload: params('payload') });
    await this.job(
      '/api/v2/generate',
      { generation_params: { ...PICTURE, override_settings } },
      { 'idempotency-key': 'canary-job' },
    );
    await this.job('/api/v1/generate', { ...params('a flat body') });
    const bulk = {
      bulk_quantity: 1,
      generation_params: params('parameters of a bulk'),
      webhook: webhook('a bulk'),
    };
    await this.ok('POST', '/api/v2/generate/bulk', this.key, { ...bulk, ...login('in a bulk') });
    this.expectedJobs.push('bulk');
    const steps = [{ name: 'one', ...login('in a step'), generation_params: params('parameters of a step') }];
    const pipeline = { steps, webhook: webhook('a pipeline') };
    await this.ok('POST', '/api/v2/pipelines', this.key, { ...pipeline, ...login('in a pipeline') });
    this.expectedJobs.push('pipeline');
    const tavern = { url: 'http://192.0.2.1', auth: hunt.make("SillyTavern's login") };
    const hook = {
      webhookUrl: this.hook(hunt.make('a token in webhookUrl'), 'a'),
      webhookKey: hunt.make('webhookKey'),
    };
    const door = { ...PICTURE, ...tavern, ...hook, ...login('in a body of the door'), override_settings };
    await this.job('/a1111/sdapi/v1/txt2img', door);
    await this.job(`/k/${this.pathToken}/sdapi/v1/txt2img`, { ...PICTURE, ...tavern }, {}, {});
    const authorization = `Bearer ${this.secrets.authToken}`;
    await this.job('/sdapi/v1/txt2img', { ...PICTURE, ...tavern }, {}, { authorization });
  }

  /** Secrets where nobody should have put them. */
  async misuse(): Promise<void> {
    const { hunt, key, pathToken } = this;
    const ticket = String((await this.ok('POST', '/api/v1/events/ticket', key))['ticket']);
    await this.maybe('GET', `/api/v1/events?ticket=${hunt.keep('a ticket', ticket)}`);
    await this.maybe('GET', `/api/v1/events?ticket=${hunt.make('a wrong ticket')}`);
    await this.maybe('GET', `/nowhere?api_secret=${hunt.make('a secret in the query of no route')}`);
    for (const path of ['K', '%6b', '%6B', './k', 'x/../k', '/k', 'k/', 'k/./', 'a1111/k'])
      for (const token of [pathToken, hunt.make(`a wrong token under /${path}/`)])
        for (const rest of ['sdapi/v1/options', 'api/v1/queue', 'nowhere'])
          await this.maybe('GET', `/${path}/${token}/${rest}`);
    await this.maybe('GET', `/k/${hunt.make('a wrong token')}/sdapi/v1/options`);
    await this.maybe('GET', `http://127.0.0.1/k/${pathToken}/nowhere`);
    await this.maybe('GET', `/k/${pathToken}`);
    await this.maybe('GET', `/api/v1/queue?api_secret=${hunt.make('a secret in a query')}`);
    const broken = hunt.make('a body that is no JSON');
    await this.maybe('POST', '/api/v1/generate', key, `{"api_secret":${broken}}`);
    await this.maybe('POST', '/sdapi/v1/txt2img', key, `{"webhookKey": "${broken}"`);
    await this.maybe('POST', '/api/v1/servers', this.asAdmin(), {
      alias: 'bad',
      base_url: 'http://127.0.0.1:1',
      credentials: { type: 'nonsense', username: 'x', password: hunt.make('a password beside a mistake') },
    });
    await this.maybe('POST', '/api/v2/webhooks', key, {
      ...{ name: 'x', events: ['job.completed'], secret: hunt.make('a secret beside a mistake') },
      url: `ftp://example.org/${hunt.make('a token in a bad address')}`,
    });
    await this.maybe('POST', '/sdapi/v1/txt2img', key, {
      ...PICTURE,
      webhookUrl: `ftp://x/${hunt.make('a bad webhookUrl')}`,
    });
  }

  /** Until every job and every message has ended. */
  async settle(): Promise<void> {
    await eventually(async () => {
      const jobs = await this.jobs();
      if (
        jobs.length < this.expectedJobs.length ||
        jobs.some(({ status }) => /pending|processing/.test(status))
      )
        throw new Error(JSON.stringify(jobs));
      const { text } = await this.ask('GET', '/api/v2/webhooks/deliveries?status=pending', this.asAdmin());
      return text.includes('"deliveries":[]');
    }, 20_000);
  }

  async jobs(): Promise<{ id: string; status: string }[]> {
    const list = await this.admin('GET', '/api/v2/queue/jobs?limit=100');
    return (list['jobs'] as Json[]).map((job) => ({ id: String(job['id']), status: String(job['status']) }));
  }

  /** What is kept of the output; the one-click link is for the eyes of whoever starts the program. */
  logLines(): string[] {
    return this.server.program.lines.filter((line) => !/^ {2}http\S+#token=\S+$/.test(line));
  }

  /** Every GET of the API, about everything that there is. */
  async everyGet(): Promise<{ asked: number; found: string[] }> {
    const document = parseJson((await this.ask('GET', '/doc-json', this.asAdmin())).text);
    const gets = readApiDocument(document).operations.filter(({ method }) => method === 'GET');
    const ids = await this.everyId();
    const paths = gets.flatMap((operation) => pathsOf(operation, ids));
    const found: string[] = [];
    for (const path of [...paths, '/', '/doc-json', '/metrics', '/health']) {
      const { bytes } = await this.ask('GET', path, { ...this.asAdmin(), 'last-event-id': '0' });
      found.push(...this.hunt.in(bytes).map((what) => `${path}: ${what}`));
    }
    return { asked: paths.length, found };
  }

  private async everyId(): Promise<(path: string) => string[]> {
    const all = async (path: string, list: string, field = 'id'): Promise<string[]> => {
      const items = (await this.admin('GET', path))[list];
      if (!Array.isArray(items)) throw new Error(`${path} has no ${list}`);
      return items.map((item) => String((item as Json)[field]));
    };
    const jobs = (await this.jobs()).map(({ id }) => id);
    const deliveries = await all('/api/v2/webhooks/deliveries?limit=200', 'deliveries');
    const webhooks = await all('/api/v2/webhooks', 'webhooks');
    const bulks = (await this.ask('GET', '/api/v2/generate/bulk', this.asAdmin())).text.match(UUID) ?? [];
    const pipelines = await all('/api/v2/pipelines', 'pipelines', 'pipeline_id');
    const images =
      (await this.ask('GET', '/api/v1/gallery/images', this.asAdmin())).text.match(/[\w-]+\.png/g) ?? [];
    return (path) => {
      if (path.includes('/jobs/{')) return jobs;
      if (path.includes('/deliveries/{')) return deliveries;
      if (path.includes('/webhooks/{')) return webhooks;
      if (path.includes('/bulk/{')) return [...new Set(bulks)];
      if (path.includes('/pipelines/{')) return pipelines;
      if (path.includes('{filename}')) return [...new Set(images)].slice(0, 3);
      if (path.includes('/api-keys/{')) return [this.keyId];
      return path.includes('/servers/{') ? ['gpu', 'legacy', 'gradio'] : ['none'];
    };
  }

  private hook(token: string, query: string): string {
    const { port } = this.receiver.address() as AddressInfo;
    return `http://127.0.0.1:${port}/hook/${token}?token=${query}`;
  }

  private asAdmin(): Headers {
    return { cookie: this.cookie };
  }

  private async openSession(body: Json): Promise<void> {
    const answer = await this.ask('POST', '/api/v1/session', {}, body);
    this.cookie = String(answer.headers['set-cookie']).split(';')[0]!;
    this.hunt.keep(`the cookie for ${JSON.stringify(Object.keys(body))}`, this.cookie.split('=')[1] ?? '');
  }

  private async job(path: string, body: Json, more: Headers = {}, as: Headers = this.key): Promise<void> {
    await this.ok('POST', path, { ...as, ...more }, body);
    this.expectedJobs.push(path);
  }

  private admin(method: string, path: string, body?: unknown): Promise<JsonObject> {
    return this.ok(method, path, this.asAdmin(), body);
  }

  private async ok(method: string, path: string, headers: Headers, body?: unknown): Promise<JsonObject> {
    const { status, text } = await this.ask(method, path, headers, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text.slice(0, 500)}`);
    const json = parseJson(text);
    return isJsonObject(json) ? json : {};
  }

  private async refused(method: string, path: string, headers: Headers, body?: unknown): Promise<void> {
    const { status } = await this.maybe(method, path, headers, body);
    if (status !== 401 && status !== 429) throw new Error(`${method} ${path} was not refused: ${status}`);
  }

  /** Whatever is answered, it must not say what was sent. */
  private async maybe(
    method: string,
    path: string,
    headers: Headers = {},
    body?: unknown,
  ): Promise<RawAnswer> {
    const answer = await this.ask(method, path, headers, body);
    const told = this.hunt.in(JSON.stringify(answer.headers) + answer.text);
    this.toldInErrors.push(...told.map((what) => `${method} ${path}: ${what}`));
    return answer;
  }

  private ask(method: string, path: string, headers: Headers, body?: unknown): Promise<RawAnswer> {
    // From somewhere else each time, so that refusals do not add up to a lock-out.
    this.address += 1;
    const from = `198.51.${this.address >> 8}.${this.address & 255}`;
    const request: RawRequest = { method, path, headers: { 'x-forwarded-for': from, ...headers }, body };
    return send(this.server.url, request);
  }
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

function pathsOf({ path }: ApiOperation, ids: (path: string) => string[]): string[] {
  return path.includes('{')
    ? ids(path).map((id) => path.replace(/\{[^}]+\}/, encodeURIComponent(id)))
    : [path];
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
