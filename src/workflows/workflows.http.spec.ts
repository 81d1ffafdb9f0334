// Templates over the API, and what jobs make of them on a simulated ComfyUI.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startComfyuiSimulator, type ComfyuiSimulator } from '../../simulators/comfyui/index.js';
import { EventReader } from '../../test/support/event-reader.js';
import { eventually } from '../../test/support/eventually.js';
import { startApp, type RunningApp } from '../../test/support/start-app.js';
import { makeTempFolder, removeFolder } from '../../test/support/temp-folder.js';
import type { ProblemBody } from '../common/problem.filter.js';
import { Database } from '../database/database.js';
import type { WorkflowDto, WorkflowInspectionDto, WorkflowListDto } from './workflows.dto.js';

const ROUTE = '/api/v2/workflows';
const node = (class_type: string, inputs: object, title?: string) => ({
  ...{ class_type, inputs },
  ...(title === undefined ? {} : { _meta: { title } }),
});

/** Text to image with a LoRA whose strength is a value of one's own. */
const inkWith = (steps: number) => ({
  '1': node('CheckpointLoaderSimple', { ckpt_name: 'dummyXL.safetensors' }),
  '2': node('LoraLoader', {
    ...{ lora_name: 'style-a.safetensors', strength_model: 1, strength_clip: 1 },
    ...{ model: ['1', 0], clip: ['1', 1] },
  }),
  '3': node('KSampler', {
    ...{ seed: 11, steps, cfg: 4, sampler_name: 'euler', scheduler: 'normal', denoise: 1, model: ['2', 0] },
    ...{ positive: ['4', 0], negative: ['5', 0], latent_image: ['6', 0] },
  }),
  '4': node('CLIPTextEncode', { text: 'a fox', clip: ['2', 1] }),
  '5': node('CLIPTextEncode', { text: 'fog', clip: ['2', 1] }),
  '6': node('EmptyLatentImage', { width: 64, height: 64, batch_size: 1 }),
  '7': node('VAEDecode', { samples: ['3', 0], vae: ['1', 2] }),
  '8': node('SaveImage', { filename_prefix: 'ink', images: ['7', 0] }),
});
const INK = inkWith(3);
const MAP = { prompt: '4.text', seed: '3.seed', steps: '3.steps', strength: '2.strength_model' };

describe('templates of workflows', () => {
  let dataDir: string;
  let comfy: ComfyuiSimulator;
  let server: RunningApp;
  beforeAll(async () => {
    dataDir = makeTempFolder('workflows');
    comfy = await startComfyuiSimulator({ stepMs: 2, loadMs: 5 });
    server = await startApp({}, dataDir);
    await server.api.addServer({ alias: 'comfy', base_url: comfy.url, app_type: 'comfyui' });
  });
  afterAll(async () => {
    await server.stop();
    await comfy.close();
    await removeFolder(dataDir);
  });
  afterEach(async () => {
    const { workflows } = await list();
    for (const { name, built_in } of workflows) if (!built_in) await drop(name);
  });

  const call = <T = WorkflowDto & ProblemBody>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path = '',
    body?: unknown,
  ) => server.api.call<T>(method, `${ROUTE}${path}`, body);
  const list = (): Promise<WorkflowListDto> => server.api.ok('GET', ROUTE);
  const listed = async (name: string) => (await list()).workflows.find((one) => one.name === name);
  const add = (name: string, over: object = {}) =>
    call('POST', '', { name, workflow: INK, workflow_map: MAP, ...over });
  const drop = (name: string) => call<{ message: string }>('DELETE', `/comfyui/${name}`);
  const run = async (params: object): Promise<string> => {
    const id = await server.api.submit({ appType: 'comfyui', params: { seed: undefined, ...params } });
    await server.api.ended(id, 'completed', 30_000);
    return id;
  };

  it('are put in, listed by title beside the built-in ones, and deleted', async () => {
    const made = await add('ink', { title: ' A ink drawing ' });
    expect(made).toMatchObject({
      status: 201,
      body: {
        ...{ app_type: 'comfyui', name: 'ink', title: 'A ink drawing', built_in: false },
        ...{ shadows_built_in: false, updated_timestamp: expect.stringMatching(/Z$/) },
        workflow: INK,
        workflow_map: {
          ...MAP,
          strength: ['2.strength_model'],
          prompt: ['4.text'],
          seed: ['3.seed'],
          steps: ['3.steps'],
        },
      },
    });
    expect(made.body.form.map(({ name, own, default: value }) => [name, own, value])).toEqual([
      ...[
        ['prompt', false, 'a fox'],
        ['steps', false, 3],
        ['seed', false, 11],
      ],
      ['strength', true, 1],
    ]);
    const { workflows } = await list();
    expect(workflows.map(({ title }) => title)).toEqual(
      workflows.map(({ title }) => title).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })),
    );
    expect(workflows[0]).toMatchObject({ name: 'ink', built_in: false, fields: 4 });
    expect(await listed('flux_txt2img')).toMatchObject({ built_in: true, updated_timestamp: null });
    expect((await call<WorkflowListDto>('GET', '?app_type=comfyui')).body.workflows).toEqual(workflows);
    expect((await call('GET', '/comfyui/ink')).body).toEqual(made.body);
    expect(await drop('ink')).toMatchObject({ status: 200, body: { success: true } });
    expect(await drop('ink')).toMatchObject({ status: 404, body: { error: 'workflow_not_found' } });
    expect((await call('GET', '/comfyui/ink')).status).toBe(404);
  });

  it('are refused twice under one name, and replaced by PUT', async () => {
    await add('ink', { title: 'Ink' });
    expect(await add('ink')).toMatchObject({ status: 409, body: { error: 'workflow_exists' } });
    const changed = await call('PUT', '/comfyui/ink', { workflow: inkWith(2), workflow_map: MAP });
    expect(changed).toMatchObject({ status: 200, body: { title: 'Ink', workflow: inkWith(2) } });
    expect(await call('PUT', '/comfyui/new', { workflow: JSON.stringify(INK) })).toMatchObject({
      ...{ status: 200, body: { name: 'new', title: 'new', workflow_map: { prompt: ['4.text'] } } },
    });
  });

  it('read null as not given', async () => {
    const nothing = { app_type: null, title: null, workflow_map: null };
    expect(await add('ink', nothing)).toMatchObject({
      ...{
        status: 201,
        body: { app_type: 'comfyui', title: 'ink', workflow_map: { negative_prompt: ['5.text'] } },
      },
    });
    expect(await add('none', { workflow: null })).toMatchObject({
      ...{ status: 400, body: { details: { fields: [{ path: 'workflow' }] } } },
    });
  });

  it('are refused as the workflows of jobs are, with each bad place', async () => {
    const ui = await add('ui', { workflow: { nodes: [], links: [], version: 0.4 } });
    const job = await server.api.refusal({
      app_type: 'comfyui',
      generation_params: { workflow: { nodes: [], links: [], version: 0.4 } },
    });
    expect(ui).toMatchObject({ status: 400, body: { error: 'invalid_field_value' } });
    const [field] = (ui.body.details as { fields: { path: string; message: string }[] }).fields;
    expect(field).toMatchObject({ path: 'workflow', message: expect.stringContaining('Export (API)') });
    expect(JSON.stringify(job.body)).toContain(JSON.stringify(field!.message).slice(1, -1));
    const wrong = await add('wrong', { workflow_map: { steps: '3.stepz', prompt: ['4.text', '44.text'] } });
    expect(wrong.body.details).toMatchObject({
      fields: [{ path: 'workflow_map.prompt' }, { path: 'workflow_map.steps' }],
    });
    for (const name of ['', 'a b', 'ü', 'a/b', 'x'.repeat(101), 5, null])
      expect((await add(name as string)).status).toBe(400);
    expect((await call('PUT', '/comfyui/a%20b', { workflow: INK })).status).toBe(400);
    for (const wrongPart of [
      { title: '' },
      { title: 'x'.repeat(201) },
      { workflow_map: [] },
      { workflow: 5 },
    ])
      expect((await add('wrong', wrongPart)).status).toBe(400);
    expect(await listed('wrong')).toBeUndefined();
  });

  it('may be as large as a megabyte, and not larger', async () => {
    const sized = (bytes: number) => ({ ...INK, '4': node('CLIPTextEncode', { text: 'x'.repeat(bytes) }) });
    expect((await add('large', { workflow: sized(1_000_000) })).status).toBe(201);
    expect((await add('larger', { workflow: sized(1_050_000) })).body.details).toMatchObject({
      fields: [{ path: 'workflow' }],
    });
    expect((await add('largest', { workflow: sized(2_100_000) })).status).toBe(413);
  });

  it('are 200 at most', async () => {
    const database = server.app.get(Database, { strict: false });
    const row = `'comfyui', 'many-' || value, '', '{}', '{}', '', ''`;
    const numbers = `WITH RECURSIVE numbers(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM numbers WHERE value < 199)`;
    await database.write((manager) =>
      manager.query(`${numbers} INSERT INTO workflow_templates SELECT ${row} FROM numbers`),
    );
    expect((await add('last')).status).toBe(201);
    expect(await add('surplus')).toMatchObject({ status: 409, body: { error: 'too_many_workflows' } });
    expect((await call('PUT', '/comfyui/surplus', { workflow: INK })).status).toBe(409);
    expect((await call('PUT', '/comfyui/last', { workflow: INK })).status).toBe(200);
    await database.write((manager) =>
      manager.query(`DELETE FROM workflow_templates WHERE name LIKE 'many-%'`),
    );
  });

  it('belong to engines that have some', async () => {
    expect(await add('ink', { app_type: 'forge' })).toMatchObject({
      status: 400,
      body: { error: 'app_type_without_workflows', message: expect.stringContaining('Forge') },
    });
    expect((await call('GET', '?app_type=a1111')).body.error).toBe('app_type_without_workflows');
    expect((await call('GET', '/nothing/ink')).body.error).toBe('unknown_app_type');
  });

  it('say what a workflow would become, and keep nothing of it', async () => {
    const before = await list();
    const seen = await call<WorkflowInspectionDto>('POST', '/inspect', { workflow: INK });
    expect(seen).toMatchObject({
      status: 200,
      body: {
        workflow_map: { prompt: ['4.text'], negative_prompt: ['5.text'], checkpoint_name: ['1.ckpt_name'] },
        nodes: 8,
        needs: { files: ['dummyXL.safetensors', 'style-a.safetensors'] },
      },
    });
    expect(seen.body.needs.nodes).toContain('KSampler');
    expect(seen.body.form[0]).toMatchObject({ name: 'prompt', kind: 'long_text' });
    expect(await list()).toEqual(before);
  });

  it('run by their name, with the values of the job', async () => {
    await add('ink');
    const params = { template: 'ink', prompt: 'a heron', steps: 2, seed: 99, values: { strength: 0.25 } };
    const id = await run(params);
    const made = comfy.generations.at(-1)!;
    expect(made.samplings).toMatchObject([
      { positive: 'a heron', negative: 'fog', steps: 2, seed: '99', cfg: 4, model: 'dummyXL.safetensors' },
    ]);
    expect(made.samplings[0]!.loras[0]).toContain('0.25');
    expect((await server.api.details(id)).images).toHaveLength(1);
    await run({ template: 'ink', prompt: null, steps: null, values: { strength: null } });
    expect(comfy.generations.at(-1)!.samplings).toMatchObject([{ positive: 'a fox', steps: 3, seed: '11' }]);
  });

  it('run as they were when the job was submitted', async () => {
    await add('ink');
    await server.api.ok('POST', '/api/v1/queue/pause');
    const id = await server.api.submit({
      appType: 'comfyui',
      params: { template: 'ink', prompt: 'a moth', steps: undefined, seed: undefined },
    });
    await call('PUT', '/comfyui/ink', { workflow: inkWith(5), workflow_map: MAP });
    await drop('ink');
    await server.api.ok('POST', '/api/v1/queue/resume');
    await server.api.ended(id, 'completed', 30_000);
    expect(comfy.generations.at(-1)!.samplings).toMatchObject([{ positive: 'a moth', steps: 3 }]);
  });

  it('stand in for a built-in one until they are deleted, in jobs with plain parameters too', async () => {
    const builtIn = await call('GET', '/comfyui/sdxl_txt2img');
    const { workflow, workflow_map, title } = builtIn.body;
    // One node more, by which its runs are told apart.
    const own = { ...workflow, '90': node('PreviewImage', { images: ['8', 0] }) };
    const made = await add('sdxl_txt2img', { workflow: own, workflow_map });
    expect(made).toMatchObject({ status: 201, body: { title, built_in: false, shadows_built_in: true } });
    const plain = { prompt: 'a wren', steps: 2, width: 64, height: 64, checkpoint_name: 'dummyXL' };
    await run({ ...plain, seed: 1 });
    expect(comfy.generations.at(-1)!.executed).toContain('90');
    expect((await drop('sdxl_txt2img')).body.message).toContain('built-in one again');
    expect((await call('GET', '/comfyui/sdxl_txt2img')).body).toEqual(builtIn.body);
    await run({ ...plain, seed: 2 });
    expect(comfy.generations.at(-1)!.executed).not.toContain('90');
    expect(await drop('sdxl_txt2img')).toMatchObject({ status: 409, body: { error: 'workflow_built_in' } });
  });

  it('are told of', async () => {
    const reader = await EventReader.open(server.url, { query: 'kinds=workflow' });
    await add('ink', { title: 'Ink' });
    await drop('ink');
    await eventually(() => reader.events.length > 1);
    expect(reader.events.map(({ type, data }) => [type, data['app_type'], data['name']])).toEqual([
      ['workflow.updated', 'comfyui', 'ink'],
      ['workflow.deleted', 'comfyui', 'ink'],
    ]);
    await reader.close();
  });

  it('are made by one of several who ask at once', async () => {
    const answers = await Promise.all([add('ink'), add('ink'), add('ink')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  it('are for keys that may use their engine, and changed by those that manage servers', async () => {
    const key = async (over: object) => {
      const made = await server.api.ok<{ key: string; secret: string }>('POST', '/api/v1/api-keys', {
        ...{ name: 'a key', ...over },
      });
      return { 'X-API-Key': made.key, 'X-API-Secret': made.secret, 'content-type': 'application/json' };
    };
    const [reading, forgeOnly] = await Promise.all([key({}), key({ app_types: ['forge'] })]);
    const ask = async (headers: Record<string, string>, method: string, path = '', body?: object) => {
      const answer = await fetch(`${server.url}${ROUTE}${path}`, {
        ...{ method, headers },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      return { status: answer.status, body: (await answer.json()) as ProblemBody & WorkflowListDto };
    };
    expect((await ask(reading, 'GET')).body.workflows).toEqual((await list()).workflows);
    expect((await ask(reading, 'POST', '/inspect', { workflow: INK })).status).toBe(200);
    expect((await ask(reading, 'POST', '', { name: 'ink', workflow: INK })).body.error).toBe('scope_missing');
    expect((await ask(forgeOnly, 'GET')).body.workflows).toEqual([]);
    expect((await ask(forgeOnly, 'GET', '/comfyui/upscale')).body.error).toBe('app_type_not_allowed');
  });

  it('are there after a restart', async () => {
    await add('ink', { title: 'Ink' });
    const before = await call('GET', '/comfyui/ink');
    await server.stop();
    server = await startApp({}, dataDir);
    expect((await call('GET', '/comfyui/ink')).body).toEqual(before.body);
    await server.api.serverIs('comfy', 'online');
    await run({ template: 'ink', prompt: 'a swan' });
    expect(comfy.generations.at(-1)!.samplings).toMatchObject([{ positive: 'a swan', steps: 4 }]);
  });
});
