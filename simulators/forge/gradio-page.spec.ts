import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import {
  clickOn,
  dataFor,
  greyDot,
  idOf,
  inputsOf,
  join,
  listen,
  outputOf,
  post,
  readConfig,
  runInQueue,
} from './testing/gradio-client.js';
import type { Config, Dependency } from './testing/gradio-client.js';
import { call, closeAll, eventually, isRunning, restart, start } from './testing/simulator-client.js';
import { callBySocket } from './testing/socket-client.js';
import type { ForgeSimulator } from './index.js';

afterEach(closeAll);

async function buttonOf(simulator: ForgeSimulator): Promise<{ config: Config; button: Dependency }> {
  const config = await readConfig(simulator);
  return { config, button: clickOn(config, 'txt2img_generate', 'submit') };
}

async function generateOn(
  simulator: ForgeSimulator,
  values: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const { config, button } = await buttonOf(simulator);
  const messages = await runInQueue(simulator, button, dataFor(config, button, values));
  return JSON.parse(String(outputOf(messages)?.data?.[1])) as Record<string, unknown>;
}

describe('the page', () => {
  it('has other handlers on the button than the one that generates, and ids with gaps', async () => {
    const { config, button } = await buttonOf(await start());
    const target = idOf(config, 'txt2img_generate');
    const handlers = config.dependencies.filter(({ targets }) => targets.flat().includes(target));
    expect(handlers.length).toBeGreaterThan(1);
    expect(handlers.filter(({ js, outputs }) => js === 'submit' && outputs.length === 4)).toEqual([button]);
    const ids = config.dependencies.map(({ id }) => id);
    expect(ids.at(-1)).toBeGreaterThan(ids.length);
    expect(config.dependencies[button.id]?.id).not.toBe(button.id);
  });

  it('has other ids after a restart, and more inputs after an extension was installed', async () => {
    const simulator = await start();
    const first = await buttonOf(simulator);
    await restart(simulator);
    const second = await buttonOf(simulator);
    expect(second.button.inputs).not.toEqual(first.button.inputs);
    expect(second.button.inputs).toHaveLength(first.button.inputs.length);
    simulator.knobs.extensions = ['adetailer'];
    await restart(simulator);
    const third = await buttonOf(simulator);
    expect(third.button.inputs).toHaveLength(first.button.inputs.length + 4);
    const place = ({ config, button }: typeof first, elemId: string): number =>
      inputsOf(config, button).findIndex(({ props }) => props.elem_id === elemId);
    expect(place(third, 'txt2img_seed')).toBe(place(first, 'txt2img_seed'));
    expect(place(third, 'extensions-freeu-checkbox')).toBe(place(first, 'extensions-freeu-checkbox') + 4);
    expect((await generateOn(simulator, { '@_seed': 7 }))['seed']).toBe(7);
  });

  it('is there without --api, and not with --nowebui', async () => {
    const bare = await start({ api: false });
    expect((await generateOn(bare, { '@_seed': 3, '@_width': 128 }))['width']).toBe(128);
    expect(bare.generations[0]).toMatchObject({ door: 'gradio', seed: 3, outcome: 'completed' });
    const hidden = await start({ nowebui: true });
    for (const path of ['/config', '/queue/status', '/user'])
      expect((await fetch(hidden.url + path)).status).toBe(404);
  });

  it('takes checkpoint, modules and clip skip of one job as override settings', async () => {
    const simulator = await start({ modules: ['ae.safetensors', 'clip_l.safetensors'] });
    await call(simulator, 'POST', '/sdapi/v1/options', {
      CLIP_stop_at_last_layers: 1,
      forge_additional_modules: [],
    });
    const texts = ['Model: modelB', "VAE/TE: ['clip_l.safetensors', 'nope']", 'Clip skip: 2', 'Nonsense: 1'];
    const told = await generateOn(simulator, { '@_override_settings': texts });
    expect(told).toMatchObject({ sd_model_name: 'modelB', clip_skip: 2 });
    expect(String(told['infotexts'])).toContain('Module 1: clip_l');
    expect(await generateOn(simulator, {})).toMatchObject({ sd_model_name: 'modelA', clip_skip: 1 });
    const a1111 = await start({ dialect: 'a1111' });
    const { config, button } = await buttonOf(a1111);
    const data = dataFor(config, button, { '@_override_settings': ['Model hash: modelB'] });
    await callBySocket(a1111, { fn_index: button.id, data });
    expect(a1111.generations[0]?.model).toBe('modelB.safetensors');
  });

  it.each([
    ['forge', { '1': 2, img2maskimg: greyDot, img2maskimg_fg: greyDot }],
    ['a1111', { '1': 2, img2maskimg: { image: greyDot, mask: greyDot } }],
  ] as const)('inpaints on %s what its tab sends', async (dialect, sent) => {
    const simulator = await start({ dialect });
    const config = await readConfig(simulator);
    const fn = clickOn(config, 'img2img_generate', 'submit_img2img');
    const areas = { '@_inpaint_full_res': 'Only masked', resize_mode: 'Crop and resize' };
    const body = { data: dataFor(config, fn, { ...sent, ...areas }), fn_index: fn.id };
    const { data } = (await (await post(simulator, '/run/predict', body)).json()) as { data: unknown[] };
    expect(String(data[1])).toContain('Mask blur: 4, Inpaint area: Only masked, Masked area padding: 32');
    expect(simulator.generations[0]?.payload).toMatchObject({ resize_mode: 1, inpainting_fill: 1 });
    const without = { data: dataFor(config, fn, {}), fn_index: fn.id };
    const failed = (await (await post(simulator, '/run/predict', without)).json()) as { data: unknown[] };
    expect(String(failed.data[3])).toContain("<div class='error'>");
  });

  it('counts variation seeds only with the box "Extra"', async () => {
    const simulator = await start();
    const values = { '@_subseed': 9, '@_subseed_strength': 0.5, '@_seed': 1 };
    expect((await generateOn(simulator, values))['subseed_strength']).toBe(0);
    expect(await generateOn(simulator, { ...values, '@_subseed_show': true })).toMatchObject({
      subseed: 9,
      subseed_strength: 0.5,
    });
  });

  it.each(['/queue/join', '/run/predict'])(
    'changes the checkpoint for everybody through %s',
    async (path) => {
      const simulator = await start();
      const config = await readConfig(simulator);
      const dropdown = config.components.find(({ props }) => props.elem_classes?.includes('model_selection'));
      const fn = config.dependencies.find(({ targets }) =>
        targets.flat().includes(dropdown?.id),
      ) as Dependency;
      expect([fn.api_name, fn.outputs]).toEqual(['checkpoint_change', []]);
      const body = { data: ['modelB.safetensors'], fn_index: fn.id, session_hash: 'c' };
      expect((await post(simulator, path, body)).status).toBe(200);
      if (path === '/queue/join') await listen(simulator, 'c');
      expect((await generateOn(simulator, {}))['sd_model_name']).toBe('modelB');
    },
  );

  it('waits on A1111 for the running job before it changes the checkpoint', async () => {
    const simulator = await start({ dialect: 'a1111', stepMs: 20 });
    const { config, button } = await buttonOf(simulator);
    const job = callBySocket(simulator, {
      fn_index: button.id,
      data: dataFor(config, button, { '@_steps': 15 }),
    });
    await eventually(() => isRunning(simulator));
    const fn = clickOn(config, 'setting_sd_model_checkpoint');
    const reply = await post(simulator, '/run/predict', { data: ['modelB'], fn_index: fn.id });
    expect(isRunning(simulator)).toBe(false);
    const { data } = (await reply.json()) as { data: [{ value: string }] };
    expect(data[0].value).toMatch(/^modelB\.safetensors \[[0-9a-f]{10}\]$/);
    await job;
  });
});

describe('a login', () => {
  const gradioAuth = { user: 'user', password: 'päss' };
  const form = (password: string): object => ({
    method: 'POST',
    body: new URLSearchParams({ username: 'user', password }),
  });
  const cookieOf = (response: Response): string =>
    response.headers.getSetCookie().at(-1)?.split(';')[0] ?? '';

  it('is needed for the page, its queue and files, and ends with the process', async () => {
    const simulator = await start({ gradioAuth });
    for (const path of [
      '/config',
      '/info',
      '/queue/status',
      '/queue/data?session_hash=x',
      '/file=/etc/passwd',
      '/login_check',
    ]) {
      const refused = await fetch(simulator.url + path);
      expect([path, refused.status, await refused.json()]).toEqual([
        path,
        401,
        { detail: 'Not authenticated' },
      ]);
    }
    expect((await post(simulator, '/queue/join', { data: [], fn_index: 0, session_hash: 'x' })).status).toBe(
      401,
    );
    for (const path of ['/internal/ping', '/sdapi/v1/memory', '/app_id', '/user', '/'])
      expect((await fetch(simulator.url + path)).status).toBe(200);
    const wrong = await fetch(`${simulator.url}/login`, form('nope'));
    expect([wrong.status, await wrong.json()]).toEqual([400, { detail: 'Incorrect credentials.' }]);
    const good = await fetch(`${simulator.url}/login`, form('päss'));
    expect(good.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^access-token-[\w-]{43}=[\w-]{22}; HttpOnly; Path=\/; SameSite=none; Secure$/),
      expect.stringMatching(/^access-token-unsecure-[\w-]{43}=[\w-]{22}; HttpOnly; Path=\/; SameSite=lax$/),
    ]);
    const headers = { cookie: cookieOf(good) };
    expect(await (await fetch(`${simulator.url}/user`, { headers })).json()).toBe('user');
    const config = await readConfig(simulator, headers);
    const button = clickOn(config, 'txt2img_generate', 'submit');
    await join(
      simulator,
      { data: dataFor(config, button, {}), fn_index: button.id, session_hash: 'mine' },
      headers,
    );
    expect(outputOf(await listen(simulator, 'mine', { headers }))?.data?.[0]).toHaveLength(1);
    await restart(simulator);
    expect((await fetch(`${simulator.url}/config`, { headers })).status).toBe(401);
  });

  it('opens the WebSocket of A1111', async () => {
    const simulator = await start({ dialect: 'a1111', gradioAuth });
    expect((await callBySocket(simulator, { fn_index: 0, data: [] })).messages).toEqual([]);
    const good = await fetch(`${simulator.url}/login`, form('päss'));
    const headers = { cookie: cookieOf(good) };
    expect(headers.cookie).toMatch(/^access-token-unsecure=/);
    const config = await readConfig(simulator, headers);
    const button = clickOn(config, 'txt2img_generate', 'submit');
    const talk = await callBySocket(
      simulator,
      { fn_index: button.id, data: dataFor(config, button, {}) },
      { headers },
    );
    expect(talk.messages.at(-1)?.output?.data?.[0]).toHaveLength(1);
  });
});

describe('the files of the page', () => {
  it('can be had from odd folders, when every part of the path is encoded', async () => {
    const folder = joinPath(mkdtempSync(joinPath(tmpdir(), 'sim ')), 'Bilder #1 ä?');
    const simulator = await start();
    await call(simulator, 'POST', '/sdapi/v1/options', { outdir_txt2img_samples: folder });
    const { config, button } = await buttonOf(simulator);
    const messages = await runInQueue(simulator, button, dataFor(config, button, {}));
    const [[{ image }]] = outputOf(messages)?.data as [[{ image: { path: string; url: string } }]];
    expect(image.url).toBe(`${simulator.url}/file=${image.path}`);
    const address = `${simulator.url}/file=${image.path.split('/').map(encodeURIComponent).join('/')}`;
    const [whole, part, beyond, head] = await Promise.all([
      fetch(address),
      fetch(address, { headers: { range: 'bytes=1-3' } }),
      fetch(address, { headers: { range: 'bytes=999999999-' } }),
      fetch(address, { method: 'HEAD' }),
    ]);
    expect([whole.status, part.status, await part.text(), beyond.status, head.status]).toEqual([
      200,
      206,
      'PNG',
      200,
      200,
    ]);
    expect((await whole.arrayBuffer()).byteLength).toBe(simulator.generations[0]?.images[0]?.bytes);
    // Outside the data folder it could be had only because this process made it.
    await restart(simulator);
    expect((await fetch(address)).status).toBe(403);
    rmSync(folder, { recursive: true });
  });

  it('are told for the address the caller used', async () => {
    const simulator = await start({ basePath: '/gpu1' });
    const { config, button } = await buttonOf(simulator);
    const body = { data: dataFor(config, button, {}), fn_index: button.id };
    const headers = { 'x-forwarded-host': 'gpu.example, inner', 'x-forwarded-proto': 'https' };
    const reply = (await (await post(simulator, '/run/predict', body, headers)).json()) as {
      data: [[{ image: { url: string } }]];
    };
    expect(reply.data[0][0].image.url).toMatch(/^https:\/\/gpu\.example\/file=\//);
  });
});
