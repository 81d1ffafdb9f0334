import { Logger } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { Bench, failure, kindOf, never, progressOf } from '../../../../test/support/dispatcher-contract.js';
import { pageSubject } from '../../../../test/support/page-subject.js';
import {
  LIMITS,
  eventually,
  nextAttempt,
  targetOf,
  type Dialect,
} from '../../../../test/support/webui-subject.js';
import type { ForgeSimulator, ForgeSimulatorOptions } from '../../../../simulators/forge/index.js';
import { post } from '../../../../simulators/forge/testing/gradio-client.js';
import type { JsonObject } from '../../../common/json.js';
import type { Dispatcher, Target } from '../../contract/index.js';
import { A1111Dispatcher } from '../../providers/a1111/a1111.dispatcher.js';
import { ForgeDispatcher } from '../../providers/forge/forge.dispatcher.js';
import type { TargetHttp } from '../../target-http.js';

const CREATE: Record<Dialect, (http: TargetHttp) => Dispatcher> = {
  forge: (http) => new ForgeDispatcher(http),
  a1111: (http) => new A1111Dispatcher(http),
};
const LOGIN = { user: 'me', password: 'päss' };
const credentials = { type: 'gradio' as const, username: LOGIN.user, password: LOGIN.password };

describe.each<Dialect>(['forge', 'a1111'])('a %s server without --api', (dialect) => {
  const subject = pageSubject(dialect, CREATE[dialect]);
  const { dispatcher } = subject;
  let server: ForgeSimulator;
  let bench: Bench;
  const serve = async (
    options: ForgeSimulatorOptions = {},
    over: Partial<Target> = {},
  ): Promise<{ server: ForgeSimulator; bench: Bench }> => {
    const own = await subject.start(options);
    return { server: own, bench: new Bench(subject, targetOf(own, over)) };
  };
  const last = (of = server): JsonObject => of.generations.at(-1)?.payload as JsonObject;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    ({ server, bench } = await serve());
  });
  afterEach(() => {
    for (const knob of Object.keys(server.knobs)) Object.assign(server.knobs, { [knob]: null });
  });
  afterAll(() => subject.close());

  it('is talked to through its page, and people are told what they miss', async () => {
    const { target } = bench;
    const result = await dispatcher.probe(target, never());
    expect(result).toMatchObject({ state: 'online', problemCode: 'api_off', busyElsewhere: false });
    expect(result.problem).toMatch(
      /^The API is off \(start with --api for .*\); its page is used instead\.$/,
    );
    const rest = { ...target, options: { connection: 'rest' } };
    expect(await dispatcher.probe(rest, never())).toMatchObject({ problemCode: 'api_not_enabled' });
    const gradio = { ...target, options: { connection: 'gradio' } };
    expect(await dispatcher.probe(gradio, never())).toMatchObject({ state: 'online', problem: null });
    const inventory = await dispatcher.inventory(target, never());
    expect(inventory.checkpoints.map(({ name }) => name)).toContain('modelB.safetensors');
    expect(inventory.modules.map(({ name }) => name)).toEqual(['dummyVAE.safetensors']);
    expect(inventory.loras.length).toBeGreaterThan(0);
    expect(inventory.samplers.length).toBeGreaterThan(10);
  });

  it('has the page used only where that is asked for when it has its API, too', async () => {
    const both = await subject.start({ api: true });
    expect((await new Bench(subject, targetOf(both)).prepare()).path).toBe('/sdapi/v1/txt2img');
    const fixed = new Bench(subject, targetOf(both, { id: 'fixed', options: { connection: 'gradio' } }));
    expect((await fixed.run()).error).toBeNull();
    expect(both.generations.map(({ door }) => door)).toEqual(['gradio']);
    const bare = await subject.start({ api: true, nowebui: true });
    const none = targetOf(bare, { options: { connection: 'gradio' } });
    expect(await dispatcher.probe(none, never())).toMatchObject({
      state: 'misconfigured',
      problemCode: 'no_page',
    });
  });

  it('is found again after a restart, with other ids, cookies and inputs', async () => {
    const own = await serve({ gradioAuth: LOGIN }, { credentials });
    const request = await own.bench.prepare({ cfg_scale: 3 });
    expect((await own.bench.runPrepared(request)).error).toBeNull();
    own.server.knobs.extensions = ['adetailer', 'booster'];
    await own.server.restart();
    const result = await own.bench.runPrepared(request);
    expect(result.error).toBeNull();
    expect(result.outputs?.images[0]?.infotext).toContain('CFG scale: 3');
    expect(await dispatcher.probe(own.bench.target, never())).toMatchObject({ state: 'online' });
  });

  it('says when it wants a login, or another one', async () => {
    const own = await serve({ gradioAuth: LOGIN }, { credentials });
    const request = await own.bench.prepare();
    const stranger = targetOf(own.server, { id: 'stranger' });
    expect(await dispatcher.probe(stranger, never())).toMatchObject({ problemCode: 'login_needed' });
    const wrong = { ...own.bench.target, id: 'wrong', credentials: { ...credentials, password: 'no' } };
    expect(await dispatcher.probe(wrong, never())).toMatchObject({ problemCode: 'wrong_password' });
    expect(kindOf(await new Bench(subject, wrong).runPrepared(request))).toBe('busy wrong_password');
    own.server.knobs.unauthorized = { value: true, times: 1 };
    expect((await own.bench.runPrepared(request)).error).toBeNull();
  });

  it('works under a path and behind headers', async () => {
    const own = await serve({ basePath: '/gpu1' }, { extraHeaders: { 'x-tunnel': 'a' } });
    expect((await own.bench.run({ checkpoint_name: 'modelB' })).error).toBeNull();
    expect(own.server.generations[0]?.model).toBe('modelB.safetensors');
  });

  it('is given everything by the names of its inputs, and what it has none for is told', async () => {
    const request = await bench.prepare({
      checkpoint_name: 'modelB',
      vae: 'dummyVAE',
      clip_skip: 2,
      scheduler: 'karras',
      subseed: 9,
      subseed_strength: 0.5,
      comments: { a: 'b' },
      override_settings: { grid_format: 'jpg', eta_noise_seed_delta: 31337 },
    });
    expect(request.warnings).toEqual([
      expect.stringContaining('karras'),
      expect.stringContaining('no input for comments'),
      expect.stringContaining('no input for override_settings.grid_format'),
    ]);
    const { outputs } = await bench.runPrepared(request);
    expect(outputs?.warnings).toEqual([]);
    expect(outputs?.images[0]?.infotext).toMatch(/Schedule type: Karras.*Clip skip: 2/s);
    const modules =
      dialect === 'forge'
        ? { forge_additional_modules: ['dummyVAE.safetensors'] }
        : { sd_vae: 'dummyVAE.safetensors' };
    expect(last()).toMatchObject({ subseed: 9, subseed_strength: 0.5 });
    expect(last()['override_settings']).toMatchObject({ ...modules, eta_noise_seed_delta: 31337 });
  });

  it('enlarges with hires fix', async () => {
    const { outputs, error } = await bench.run({ enable_hr: true, hr_scale: 2, denoising_strength: 0.5 });
    expect(error).toBeNull();
    const { width } = await sharp(outputs?.images[0]?.bytes).metadata();
    expect([width, outputs?.warnings]).toEqual([128, []]);
  });

  it('starts from pictures of any format, with and without a mask', async () => {
    const jpeg = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer();
    const image = jpeg.toString('base64');
    const plain = await bench.run({ init_images: [image], denoising_strength: 0.4, resize_mode: 1 });
    expect(plain.error).toBeNull();
    expect(last()).toMatchObject({ denoising_strength: 0.4, resize_mode: 1 });
    const masked = await bench.run({ init_images: [image], mask: `data:image/jpeg;base64,${image}` });
    expect(masked.error).toBeNull();
    expect(last()).toMatchObject({ inpaint_full_res: true, inpainting_fill: 0 });
    await expect(bench.prepare({ init_images: ['bm8gcGljdHVyZQ=='] })).rejects.toMatchObject({
      code: 'invalid_parameters',
    });
  });

  it('makes several pictures without the grid of the page', async () => {
    const { outputs, events } = await bench.run({ n_iter: 2 });
    expect(events.at(-2)).toEqual({ type: 'made' });
    expect(outputs?.images.map(({ role, seed }) => [role, seed])).toEqual([
      ['image', 7],
      ['image', 8],
    ]);
    expect(outputs?.images[1]?.infotext).toContain('Seed: 8');
  });

  it('stops at once though several pictures are to come', async () => {
    const { handle, request } = await bench.submit({ n_iter: 3, steps: 400 });
    const watched = bench.watch(dispatcher, handle, request);
    await eventually(() => server.generations.at(-1)?.outcome === 'running');
    await eventually(() => dispatcher.cancel(handle, bench.target, never()));
    await watched;
    const { startedAt, endedAt } = server.generations.at(-1) ?? { startedAt: 0, endedAt: null };
    expect((endedAt ?? Infinity) - startedAt).toBeLessThan(1_600);
  });

  it('puts arguments of scripts into their controls, or says why not', async () => {
    const own = await serve({ knobs: { extensions: ['adetailer', 'booster'] } });
    const fits = await own.bench.prepare({ alwayson_scripts: { Booster: { args: [true, 'On', 'more'] } } });
    expect(fits.warnings).toEqual([]);
    expect(fits.body['inputs']).toMatchObject({
      script_txt2img_booster_enabled: true,
      script_txt2img_booster_mode: 'On',
      script_txt2img_booster_text: 'more',
    });
    const scripts = {
      booster: { args: ['yes'] },
      ADetailer: { args: [true, false, { ad_model: 'face_yolov8n.pt' }] },
      Nowhere: { args: [1] },
    };
    const request = await own.bench.prepare({ alwayson_scripts: scripts });
    expect(request.warnings).toEqual([
      expect.stringMatching(/Argument 1 of the script "booster" does not fit the control "Enabled"/),
      expect.stringMatching(/"ADetailer".*argument 3 is not sent/),
      expect.stringMatching(/no controls of the script "Nowhere"/),
    ]);
    expect(request.body['inputs']).toMatchObject({
      'script_txt2img_adetailer_ad_main_accordion-checkbox': true,
    });
    await expect(own.bench.prepare({ script_name: 'nope' })).rejects.toMatchObject({
      code: 'script_not_found',
    });
    expect((await own.bench.runPrepared(fits)).error).toBeNull();
  });

  it('gives back what it finished while we were away, until two others have come after it', async () => {
    const { handle, request } = await bench.submit();
    await eventually(() => server.generations.at(-1)?.outcome === 'completed');
    const fresh = subject.restarted();
    expect(await fresh.recover(handle, request, bench.target, never())).toEqual({ state: 'finished' });
    const result = await bench.watch(fresh, handle, request);
    expect(result.events.filter(({ type }) => type === 'outputs')).toHaveLength(1);
    expect(result.outputs?.images[0]?.infotext).toContain('Seed: 7');
    await bench.run();
    await bench.run();
    expect(await fresh.recover(handle, request, bench.target, never())).toEqual({
      state: 'unknown',
      mayHaveRun: true,
    });
  });

  it('is lost when it is gone for good while it had the job', async () => {
    const own = await serve();
    const { handle, request } = await own.bench.submit({ steps: 300 });
    const watched = own.bench.watch(dispatcher, handle, request, { ...LIMITS, stallMs: 300 });
    await eventually(() => own.server.generations.at(-1)?.outcome === 'running');
    await own.server.stop();
    expect(failure(await watched)).toMatchObject({ kind: 'lost', code: 'server_unreachable' });
  });

  if (dialect === 'a1111') {
    describe('behind a proxy that passes no WebSockets', () => {
      beforeEach(() => void (server.knobs.noWebSockets = true));

      it('is called past its queue', async () => {
        const result = await bench.run({ steps: 20 });
        expect(result.error).toBeNull();
        expect(result.outputs?.images[0]?.infotext).toContain('Seed: 7');
        expect(progressOf(result).map(({ phase }) => phase)).toContain('sampling');
        expect(server.requests.findLast(({ path }) => path === '/run/predict')?.body).toMatchObject({
          session_hash: null,
        });
      });

      it('tells failures as through the queue', async () => {
        server.knobs.failAtStep = { value: 2, times: 1 };
        const direct = failure(await bench.run());
        server.knobs.noWebSockets = null;
        server.knobs.failAtStep = { value: 2, times: 1 };
        const queued = failure(await bench.run());
        expect([direct.kind, direct.code, direct.message]).toEqual([
          ...[queued.kind, queued.code, queued.message],
        ]);
      });

      it('stops what it was asked for', async () => {
        const { handle, request } = await bench.submit({ steps: 400 });
        const watched = bench.watch(dispatcher, handle, request);
        await eventually(() => server.generations.at(-1)?.outcome === 'running');
        await eventually(() => dispatcher.cancel(handle, bench.target, never()));
        await watched;
        expect(server.generations.at(-1)?.outcome).toBe('interrupted');
      });

      it('renews its login there, too', async () => {
        const own = await serve({ gradioAuth: LOGIN, knobs: { noWebSockets: true } }, { credentials });
        expect((await own.bench.run()).error).toBeNull();
        await own.server.restart();
        expect((await own.bench.run()).error).toBeNull();
      });
    });
    return;
  }

  it('keeps a second job in the queue of its page, where it is not taken for lost, and can be taken out', async () => {
    const first = await bench.submit({ steps: 90 });
    const watched = bench.watch(dispatcher, first.handle, first.request);
    await eventually(() => server.generations.at(-1)?.outcome === 'running');
    const second = await bench.submit();
    const third = await bench.submit();
    const waits = bench.watch(dispatcher, second.handle, second.request, { ...LIMITS, firstStepMs: 500 });
    const leaves = bench.watch(dispatcher, third.handle, third.request);
    const before = server.generations.length;
    await eventually(() => dispatcher.cancel(third.handle, bench.target, never()));
    expect(failure(await leaves).code).toBe('interrupted');
    expect((await watched).outputs?.warnings).toEqual([]);
    const result = await waits;
    expect(result.error).toBeNull();
    expect(progressOf(result).map(({ phase }) => phase)).toContain('queued_on_server');
    expect(server.generations.length).toBe(before + 1);
  });

  it('forgets a waiting job with our connection, and then does not know it', async () => {
    const first = await bench.submit({ steps: 60 });
    await eventually(() => server.generations.at(-1)?.outcome === 'running');
    const second = await bench.submit();
    const before = server.generations.length;
    const asked = (wanted: string): number => server.requests.filter(({ path }) => path === wanted).length;
    const seen = bench.dispatcher.watch(second.handle, second.request, bench.target, LIMITS).subscribe();
    await eventually(() => asked('/queue/data') === asked('/queue/join'));
    seen.unsubscribe();
    expect((await bench.watch(dispatcher, first.handle, first.request)).error).toBeNull();
    expect(await subject.restarted().recover(second.handle, second.request, bench.target, never())).toEqual({
      state: 'unknown',
      mayHaveRun: true,
    });
    expect(server.generations.length).toBe(before);
  });

  it('goes on with a job whose stream somebody ended', async () => {
    const { handle, request } = await bench.submit({ steps: 40 });
    const watched = bench.watch(dispatcher, handle, request);
    await eventually(() => server.generations.at(-1)?.outcome === 'running');
    const page = handle['page'] as JsonObject;
    const sent = server.requests.findLast(({ path }) => path === '/queue/join')?.body as JsonObject;
    await post(server, '/cancel', { ...page, fn_index: sent['fn_index'] });
    const result = await watched;
    expect(result.outputs?.images).toHaveLength(1);
    expect(server.generations.at(-1)?.outcome).toBe('completed');
  });

  it('is prepared for anew when an input moved that has no name of its own', async () => {
    const own = await serve();
    const scripts = { 'FreeU Integrated (SD 1.x, SD 2.x, SDXL)': { args: [true, 1.3] } };
    const request = await own.bench.prepare({ alwayson_scripts: scripts });
    expect(request.body['inputs']).toMatchObject({ 'extensions-freeu-checkbox': true, B1: 1.3 });
    expect((await own.bench.runPrepared(request)).error).toBeNull();
    own.server.knobs.extensions = ['booster'];
    await own.server.restart();
    expect(kindOf(await own.bench.runPrepared(request))).toBe('busy page_changed');
    const source = own.bench.source();
    await source.refresh();
    expect((await own.bench.run({ alwayson_scripts: scripts })).error).toBeNull();
  });

  it('knows no job that it was never given', async () => {
    const request = await bench.prepare();
    const handle = dispatcher.handleFor(nextAttempt(), request);
    expect(await dispatcher.cancel(handle, bench.target, never())).toBe(false);
  });
});
