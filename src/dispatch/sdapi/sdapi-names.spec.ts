import { Logger } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Bench } from '../../../test/support/dispatcher-contract.js';
import { nextAttempt, targetOf, webuiSubject, type Dialect } from '../../../test/support/webui-subject.js';
import type { ForgeSimulator } from '../../../simulators/forge/index.js';
import type { Dispatcher } from '../contract/index.js';
import { A1111Dispatcher } from '../providers/a1111/a1111.dispatcher.js';
import { ForgeDispatcher } from '../providers/forge/forge.dispatcher.js';
import type { TargetHttp } from '../target-http.js';

const CREATE: Record<Dialect, (http: TargetHttp) => Dispatcher> = {
  forge: (http) => new ForgeDispatcher(http),
  a1111: (http) => new A1111Dispatcher(http),
};
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const soon = (): AbortSignal => AbortSignal.timeout(20_000);
describe.each<Dialect>(['forge', 'a1111'])('the names on a %s server', (dialect) => {
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

  it('tells what it has', async () => {
    const inventory = await subject.dispatcher.inventory(bench.target, soon());
    expect(inventory.checkpoints.map(({ name }) => name)).toEqual([
      'modelA.safetensors',
      'modelB.safetensors',
      'Pony/dummyPony_v1.safetensors',
    ]);
    expect(inventory.loras.map(({ name, aliases }) => [name, ...aliases])).toContainEqual([
      'inkStyle_v2',
      'inkStyle',
    ]);
    expect(inventory.modules.map(({ name }) => name)).toEqual(['dummyVAE.safetensors']);
    expect(inventory.samplers.find(({ name }) => name === 'Euler a')?.aliases).toContain('k_euler_a');
    expect(inventory.upscalers.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Latent', 'Lanczos']),
    );
    expect(inventory.scripts).toContain('x/y/z plot');
    expect(JSON.stringify(inventory)).not.toContain('ss_tag_frequency');
  });

  it.each(['modelB.safetensors', 'modelB', 'MODELB.safetensors'])(
    'runs on the checkpoint named %s',
    async (name) => {
      const { outputs, error } = await bench.run({ checkpoint_name: name });
      expect(error).toBeNull();
      expect(outputs?.warnings).toEqual([]);
      expect(outputs?.images[0]?.infotext).toContain('Model: modelB');
    },
  );

  it('runs on a checkpoint in a subfolder, however its slashes are written', async () => {
    const { outputs } = await bench.run({ checkpoint_name: 'Pony\\dummyPony_v1.safetensors' });
    expect(outputs?.images[0]?.infotext).toContain('Model: dummyPony_v1');
  });

  it.each([
    [{ checkpoint_name: 'modelC' }, 'model_not_found', 'modelA.safetensors'],
    [{ sampler_name: 'Eulr a' }, 'sampler_not_found', 'Euler a'],
    [{ scheduler: 'Karas' }, 'scheduler_not_found', 'Karras'],
    [{ prompt: 'a <lora:dummyLra:1>' }, 'lora_not_found', 'dummyLora'],
    [{ loras: [{ name: 'nope-nope-nope' }] }, 'lora_not_found', null],
    [{ vae: 'dummyVAF.safetensors' }, 'module_not_found', 'dummyVAE.safetensors'],
    [{ alwayson_scripts: { Nope: [] } }, 'script_not_found', null],
    [{ script_name: 'nope at all' }, 'script_not_found', null],
    [{ override_settings: { CLIP_stop_at_last_layer: 2 } }, 'unknown_option', 'CLIP_stop_at_last_layers'],
    [{ enable_hr: true, hr_upscaler: 'Lancos' }, 'upscaler_not_found', 'Lanczos'],
  ])('refuses %j before it is sent', async (params, code, suggestion) => {
    const prepared = bench.prepare(params);
    await expect(prepared).rejects.toMatchObject({ kind: 'permanent', code, elsewhere: true });
    const error: unknown = await prepared.catch((reason: unknown) => reason);
    const details = (error as { details: { suggestions: string[] } }).details;
    if (suggestion) expect(details.suggestions[0]).toContain(suggestion.split('.')[0]);
    else expect(details.suggestions).toEqual([]);
  });

  it('finds scripts whose blanks a client wrote as underscores', async () => {
    const { body } = await bench.prepare({ alwayson_scripts: { Extra_Options: [] } });
    expect(body['alwayson_scripts']).toEqual({ 'extra options': { args: [] } });
  });

  it('maps other names of samplers to the exact ones, and says so', async () => {
    const { body, warnings } = await bench.prepare({ sampler_name: 'dpm++ 2m karras' });
    expect(body).toMatchObject({ sampler_name: 'DPM++ 2M', scheduler: 'karras' });
    expect(warnings).toEqual([expect.stringContaining('DPM++ 2M')]);
    const { outputs } = await bench.run({ sampler_name: 'k_euler_a' });
    expect(outputs?.images[0]?.infotext).toContain('Sampler: Euler a');
    expect(outputs?.warnings).toEqual([]);
  });

  it('applies LoRAs that are listed apart from the prompt', async () => {
    const { outputs } = await bench.run({
      loras: [{ name: 'dummylora', weight: 0.5 }, { name: 'inkStyle' }],
    });
    expect(outputs?.images[0]?.infotext).toContain('a cat <lora:dummyLora:0.5> <lora:inkStyle:1>');
    expect(outputs?.warnings).toEqual([]);
  });

  it('notices LoRAs that were not applied', async () => {
    const request = await bench.prepare({ prompt: 'a <lora:dummyLora:1>' });
    const body = { ...request.body, prompt: 'a' };
    const handle = subject.dispatcher.handleFor(nextAttempt(), request);
    await subject.dispatcher.submit({ ...request, body }, handle, bench.target, soon());
    const { outputs } = await bench.watch(subject.dispatcher, handle, request);
    expect(outputs?.warnings).toEqual([expect.objectContaining({ code: 'lora_missing', mismatch: true })]);
  });

  it('makes hires pictures of the size that was asked for', async () => {
    const result = await bench.run({ enable_hr: true, hr_scale: 1.5, hr_upscaler: 'Latent', steps: 20 });
    expect(result.error).toBeNull();
    expect(result.outputs?.warnings).toEqual([]);
    expect(result.outputs?.images[0]?.infotext).toContain('Hires upscale: 1.5');
    const phases = result.events.flatMap((event) => (event.type === 'progress' ? [event.phase] : []));
    expect(phases).toContain('hires');
  });

  it('chooses image to image by the presence of images', async () => {
    const request = await bench.prepare({ init_images: [PNG], denoising_strength: 0.4, enable_hr: true });
    expect(request.path).toBe('/sdapi/v1/img2img');
    expect(request.body).not.toHaveProperty('enable_hr');
    const { outputs, error } = await bench.run({ init_images: [`data:image/png;base64,${PNG}`] });
    expect(error).toBeNull();
    expect(outputs?.images).toHaveLength(1);
  });
});
