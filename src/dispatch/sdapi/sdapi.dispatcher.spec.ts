import { Logger } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Bench, failure } from '../../../test/support/dispatcher-contract.js';
import { eventually } from '../../../test/support/eventually.js';
import {
  LIMITS,
  SMALL,
  nextAttempt,
  stored,
  targetOf,
  webuiSubject,
  type Dialect,
} from '../../../test/support/webui-subject.js';
import type { ForgeSimulator } from '../../../simulators/forge/index.js';
import { isJsonObject, type JsonObject } from '../../common/json.js';
import type { Dispatcher } from '../contract/index.js';
import { A1111Dispatcher } from '../providers/a1111/a1111.dispatcher.js';
import { ForgeDispatcher } from '../providers/forge/forge.dispatcher.js';
import type { TargetHttp } from '../target-http.js';

const CREATE: Record<Dialect, (http: TargetHttp) => Dispatcher> = {
  forge: (http) => new ForgeDispatcher(http),
  a1111: (http) => new A1111Dispatcher(http),
};
const soon = (): AbortSignal => AbortSignal.timeout(20_000);
const settings = (body: JsonObject): JsonObject =>
  isJsonObject(body['override_settings']) ? body['override_settings'] : {};

async function option(server: ForgeSimulator, key: string): Promise<unknown> {
  const json: unknown = await (await fetch(`${server.url}/sdapi/v1/options`)).json();
  return isJsonObject(json) ? json[key] : undefined;
}

describe.each<Dialect>(['forge', 'a1111'])('a %s server', (dialect) => {
  const subject = webuiSubject(dialect, CREATE[dialect]);
  let server: ForgeSimulator;
  let bench: Bench;
  beforeAll(async () => {
    Logger.overrideLogger(false);
    server = await subject.start();
    bench = new Bench(subject, targetOf(server));
  });
  afterEach(() => {
    for (const knob of Object.keys(server.knobs)) Object.assign(server.knobs, { [knob]: null });
  });
  afterAll(() => subject.close());

  it('leaves no options behind on a server that never saved them', async () => {
    const fresh = await subject.start();
    const own = new Bench(subject, targetOf(fresh));
    expect(await option(fresh, 'CLIP_stop_at_last_layers')).toBe(1);
    const run = await own.run({ clip_skip: 2, override_settings: { eta_noise_seed_delta: 31337 } });
    expect(run.error).toBeNull();
    expect(run.outputs?.images[0]?.infotext).toContain('Clip skip: 2');
    expect(await option(fresh, 'CLIP_stop_at_last_layers')).toBe(1);
    expect(await option(fresh, 'eta_noise_seed_delta')).toBe(0);
    const posts = (): number =>
      fresh.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/options')).length;
    const before = posts();
    await own.run({ clip_skip: 2, override_settings: { eta_noise_seed_delta: 31337 } });
    expect(posts()).toBe(before);
    expect((await own.run()).outputs?.images[0]?.infotext).not.toContain('Clip skip');
  });

  it('sends the modules with every checkpoint, and the clip skip with every job', async () => {
    const { body } = await bench.prepare({ checkpoint_name: 'modelA' });
    const modules = dialect === 'forge' ? { forge_additional_modules: [] } : { sd_vae: 'Automatic' };
    expect(settings(body)).toMatchObject({ ...modules, CLIP_stop_at_last_layers: 1 });
    const plain = settings((await bench.prepare()).body);
    expect(plain).toEqual({ CLIP_stop_at_last_layers: 1 });
    const vae = settings((await bench.prepare({ vae: 'dummyVAE' })).body);
    const chosen =
      dialect === 'forge'
        ? { forge_additional_modules: ['dummyVAE.safetensors'] }
        : { sd_vae: 'dummyVAE.safetensors' };
    expect(vae).toMatchObject(chosen);
  });

  it('says what is wrong with a broken checkpoint, and with the model that it took down', async () => {
    const broken = await subject.start({
      models: ['modelA.safetensors', 'bad.safetensors', 'modelB.safetensors'],
    });
    const own = new Bench(subject, targetOf(broken));
    await own.run({ checkpoint_name: 'modelA' });
    broken.knobs.brokenModel = 'bad.safetensors';
    expect(failure(await own.run({ checkpoint_name: 'bad' }))).toMatchObject({
      kind: 'permanent',
      code: 'model_broken',
      elsewhere: true,
    });
    const next = await own.run({ checkpoint_name: 'modelA' });
    if (dialect === 'forge') {
      expect(failure(next)).toMatchObject({ kind: 'retryable', code: 'model_unloaded', elsewhere: true });
      expect((await own.run({ checkpoint_name: 'modelB' })).error).toBeNull();
    }
    expect((await own.run({ checkpoint_name: 'modelA' })).error).toBeNull();
  });

  it('refuses a checkpoint that vanished from the server', async () => {
    server.knobs.modelMissing = 'modelB.safetensors';
    await expect(bench.prepare({ checkpoint_name: 'modelB' })).rejects.toMatchObject({
      code: 'model_not_found',
    });
  });

  it('reads the lists again when a name is not in the cached ones', async () => {
    const source = bench.source();
    const stale = { ...(await source.refresh()), checkpoints: [] };
    let refreshed = 0;
    const once = { current: () => stale, refresh: () => ((refreshed += 1), source.refresh()) };
    const params = stored(subject.dispatcher, { ...SMALL, checkpoint_name: 'modelA' });
    const request = await subject.dispatcher.prepare(params, bench.target, once);
    expect(settings(request.body)['sd_model_checkpoint']).toContain('modelA');
    expect(refreshed).toBe(1);
  });

  it('works under a path, behind a login, and with headers of its own', async () => {
    const guarded = await subject.start({ basePath: '/gpu1', apiAuth: { user: 'me', password: 'secret' } });
    const credentials = { type: 'basic' as const, username: 'me', password: 'secret' };
    const own = new Bench(subject, targetOf(guarded, { credentials, extraHeaders: { 'x-tunnel': 'a' } }));
    expect((await own.run({ checkpoint_name: 'modelA' })).error).toBeNull();
    expect(guarded.generations).toHaveLength(1);
  });

  it('works without the web UI, where tasks cannot be asked about', async () => {
    const bare = await subject.start({ nowebui: true });
    const own = new Bench(subject, targetOf(bare));
    const result = await own.run({ steps: 20 });
    expect(result.error).toBeNull();
    expect(result.events.some((event) => event.type === 'progress' && event.phase === 'sampling')).toBe(true);
    const { handle, request } = await own.submit({ steps: 200 });
    const watched = own.watch(subject.dispatcher, handle, request);
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        if (bare.generations.at(-1)?.outcome === 'running' && bare.generations.length === 2) {
          clearInterval(timer);
          resolve();
        }
      }, 5);
    });
    expect(await subject.dispatcher.cancel(handle, own.target, soon())).toBe(true);
    expect((await watched).outputs?.warnings.map(({ code }) => code)).toEqual(['interrupted']);
    const stranger = subject.dispatcher.handleFor(nextAttempt(), request);
    expect(await subject.restarted().cancel(stranger, own.target, soon())).toBe(false);
  });

  it('waits for whatever runs there after a restart of ours, where tasks cannot be asked about', async () => {
    const bare = await subject.start({ nowebui: true });
    const own = new Bench(subject, targetOf(bare));
    const { handle, request } = await own.submit({ steps: 60 });
    await eventually(() => bare.generations.at(-1)?.outcome === 'running');
    const after = subject.restarted();
    expect(await after.recover(handle, request, own.target, soon())).toEqual({ state: 'running' });
    const watched = await own.watch(after, handle, request);
    expect(watched.error).toMatchObject({ kind: 'lost' });
    expect(bare.generations.map(({ outcome }) => outcome)).toEqual(['completed']);
    expect(await after.recover(handle, request, own.target, soon())).toEqual({
      state: 'unknown',
      mayHaveRun: true,
    });
  });

  it('notices a server that is gone for good while it had the job', async () => {
    const doomed = await subject.start();
    const own = new Bench(subject, targetOf(doomed));
    const { handle, request } = await own.submit({ steps: 300 });
    const watched = own.watch(subject.dispatcher, handle, request, { ...LIMITS, stallMs: 300 });
    setTimeout(() => void doomed.stop(), 150);
    expect(failure(await watched)).toMatchObject({ kind: 'lost', code: 'server_unreachable' });
  });

  it('tells the grid apart that comes when the server saves a batch', async () => {
    const saving = new Bench(subject, {
      ...bench.target,
      id: 'grid',
      options: { fetch_lost_results: true },
    });
    const { outputs } = await saving.run({ n_iter: 2 });
    expect(outputs?.images.map(({ role, seed }) => [role, seed])).toEqual([
      ['grid', null],
      ['image', 7],
      ['image', 8],
    ]);
    expect(outputs?.warnings).toEqual([]);
  });

  it('takes its model off the GPU, from where the next generation has it back', async () => {
    const own = new Bench(subject, targetOf(await subject.start()));
    const used = async (): Promise<number> => {
      const { memory } = await subject.dispatcher.probe(own.target, soon());
      return memory!.gpuTotalBytes! - memory!.gpuFreeBytes!;
    };
    expect((await own.run()).error).toBeNull();
    const before = await used();
    await subject.dispatcher.free!(own.target, soon());
    expect(await used()).toBeLessThan(before - 2 ** 30);
    expect((await own.run()).error).toBeNull();
    // A run of ours that has ended meanwhile may have unloaded it.
    await subject.dispatcher.free!(own.target, soon());
    const after = new Bench({ ...subject, dispatcher: subject.restarted() }, own.target);
    expect((await after.run()).error).toBeNull();
    expect(await used()).toBe(before);
  });

  it('makes the same pictures in smaller batches', async () => {
    const params = { batch_size: 4, n_iter: 1, seed: 70 };
    const small = subject.dispatcher.shrinkBatch!(params)!;
    expect(small).toEqual({ batch_size: 2, n_iter: 2, seed: 70 });
    const [large, smaller] = [await bench.run(params), await bench.run(small)];
    const seeds = (run: typeof large) => run.outputs?.images.map(({ seed }) => seed);
    expect(seeds(smaller)).toEqual([70, 71, 72, 73]);
    expect(seeds(large)).toEqual(seeds(smaller));
  });

  it('could take the next job from when it begins to answer on', async () => {
    const slow = await subject.start({ knobs: { slowBody: 4_000 } });
    const own = new Bench(subject, targetOf(slow));
    const { handle, request } = await own.submit();
    const seen: string[] = [];
    const freed = new Promise<void>((resolve) => {
      subject.dispatcher.watch(handle, request, own.target, LIMITS).subscribe(({ type }) => {
        seen.push(type);
        if (type === 'made') resolve();
      });
    });
    await freed;
    expect(seen).not.toContain('outputs');
    await eventually(() => seen.at(-1) === 'outputs');
    expect(seen.slice(seen.indexOf('made'))).toEqual(['made', 'outputs']);
  });

  it('brings live previews', async () => {
    const result = await bench.run({ steps: 45 });
    const previews = result.events.filter((event) => event.type === 'preview');
    expect(previews.length).toBeGreaterThan(0);
    expect(previews[0]).toMatchObject({ mediaType: 'image/png' });
  });
});
