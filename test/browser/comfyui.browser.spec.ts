// ComfyUI at home in the console: a server is added, plain fields and a pasted workflow run on it, the workflow becomes a
// template and runs with another prompt. Each step goes on from the one before.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { BrowserBench } from './support/browser-bench.js';
import type { Screen } from './support/screens.js';
import type { Visit } from './support/visit.js';

const LONG_MS = 40_000;
const WORKFLOW = {
  '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'dummySD15.safetensors' } },
  '2': {
    class_type: 'LoraLoader',
    inputs: {
      ...{ lora_name: 'ink.safetensors', strength_model: 0.8, strength_clip: 1 },
      ...{ model: ['1', 0], clip: ['1', 1] },
    },
    _meta: { title: 'Ink #strength_model' },
  },
  '3': {
    class_type: 'KSampler',
    inputs: {
      ...{ seed: 7, steps: 4, cfg: 6, sampler_name: 'euler', scheduler: 'normal', denoise: 1 },
      ...{ model: ['2', 0], positive: ['6', 0], negative: ['7', 0], latent_image: ['5', 0] },
    },
  },
  '5': { class_type: 'EmptyLatentImage', inputs: { width: 64, height: 64, batch_size: 1 } },
  '6': { class_type: 'CLIPTextEncode', inputs: { text: 'a paper boat', clip: ['2', 1] } },
  '7': { class_type: 'CLIPTextEncode', inputs: { text: 'mist', clip: ['2', 1] } },
  '8': { class_type: 'VAEDecode', inputs: { samples: ['3', 0], vae: ['1', 2] } },
  '9': { class_type: 'SaveImage', inputs: { filename_prefix: 'x', images: ['8', 0] } },
};

interface ListedJob {
  job_id: string;
  generation_params: Record<string, unknown>;
}

describe.each<Screen>(['desk', 'phone'])('ComfyUI at a %s', (screen) => {
  let bench: BrowserBench;
  let address: string;

  beforeAll(async () => {
    bench = await BrowserBench.open();
    ({ url: address } = await bench.comfyui({ models: { loras: ['ink.safetensors'] } }));
  });
  afterEach(() => bench.leave());
  afterAll(() => bench.close());

  async function open(path: string): Promise<Visit> {
    const visit = await bench.visit(screen);
    await visit.open(path);
    await visit.sees(visit.role('status').filter({ hasText: 'Live' }));
    return visit;
  }

  const whatToRun = (visit: Visit) => visit.role('combobox', 'What to run');

  async function choose(visit: Visit, name: string | RegExp): Promise<void> {
    await visit.press(whatToRun(visit));
    await visit.press(visit.role('option', name));
  }

  async function runs(visit: Visit, prompt: string): Promise<Record<string, unknown>> {
    await visit.pressButton(/^Add to queue/);
    await visit.sees(visit.role('button', `Open the result: ${prompt}`), LONG_MS);
    const { jobs } = await bench.api.ok<{ jobs: ListedJob[] }>(
      'GET',
      '/api/v2/queue/jobs?order=desc&limit=1',
    );
    return jobs[0]!.generation_params;
  }

  it('is added as a server, and runs plain fields', async () => {
    const visit = await open('/servers');
    await visit.pressButton(/^Add a server/);
    const dialog = visit.role('dialog', 'Add a server');
    await visit.press(visit.role('combobox', 'Kind of server', dialog));
    await visit.press(visit.role('option', 'ComfyUI'));
    await dialog.getByLabel(/^Name/).fill('comfy');
    await dialog.getByLabel(/^Address/).fill(address);
    await visit.pressButton('Add a server', dialog);
    await visit.seesNo(dialog);
    await bench.api.serverIs('comfy', 'online', LONG_MS);
    await visit.open('/generate');
    await visit.press(visit.role('combobox', 'Server'));
    await visit.press(visit.role('option', /^comfy/));
    await visit.sees(whatToRun(visit));
    await visit.role('textbox', 'Prompt').fill('a lighthouse');
    await visit.role('textbox', 'Steps').fill('4');
    await visit.role('textbox', 'Width').fill('64');
    await visit.role('textbox', 'Height').fill('64');
    expect(await runs(visit, 'a lighthouse')).toMatchObject({ prompt: 'a lighthouse', steps: 4, width: 64 });
  });

  it('runs a pasted workflow, keeps it as a template, and runs that with another prompt', async () => {
    const visit = await open('/generate?template=sd15_txt2img');
    await visit.sees(whatToRun(visit));
    await choose(visit, 'A workflow …');
    const dialog = visit.role('dialog', 'Run a workflow');
    await dialog.getByLabel('Workflow').fill(JSON.stringify(WORKFLOW));
    await visit.pressButton('Use it', dialog);
    await visit.seesNo(dialog);
    expect(await visit.role('textbox', 'Prompt').inputValue()).toBe('a paper boat');
    expect(await runs(visit, 'a paper boat')).toMatchObject({ steps: 4, values: { strength_model: 0.8 } });

    await visit.pressButton('More for what to run');
    await visit.press(visit.role('menuitem', 'Save as template …'));
    const saving = visit.role('dialog', 'Add a template');
    await saving.getByLabel(/^Title/).fill('Ink boat');
    await visit.pressButton('Save', saving);
    await visit.seesNo(saving);

    await visit.role('textbox', 'Prompt').fill('a paper crane');
    await visit.role('textbox', 'Ink').fill('0.3');
    const sent = await runs(visit, 'a paper crane');
    expect(sent).toMatchObject({
      ...{ template: 'ink_boat', prompt: 'a paper crane', negative_prompt: 'mist' },
      values: { strength_model: 0.3 },
    });
  });

  it('fills the form from its jobs: with the template, and with the workflow that was pasted', async () => {
    const query = '/api/v2/queue/jobs?order=desc&limit=2';
    const { jobs } = await bench.api.ok<{ jobs: ListedJob[] }>('GET', query);
    const [ofTemplate, pasted] = jobs.map(({ job_id: id }) => id);
    const visit = await open(`/generate?from_job=${ofTemplate}`);
    await visit.seesText('The form is as the job had it: Ink boat.');
    expect(await visit.role('textbox', 'Prompt').inputValue()).toBe('a paper crane');
    expect(await visit.role('textbox', 'Ink').inputValue()).toBe('0.3');
    expect(await whatToRun(visit).inputValue()).toBe('Ink boat');
    await visit.open(`/generate?from_job=${pasted}`);
    await visit.seesText('The form is as the job had it: of a job.');
    expect(await visit.role('textbox', 'Prompt').inputValue()).toBe('a paper boat');
    expect(await whatToRun(visit).inputValue()).toBe('A workflow: of a job');
  });

  it('lists its templates: opened, used, deleted and brought back', async () => {
    const visit = await open('/workflows');
    const row = visit.role('article', 'Ink boat');
    await visit.press(visit.role('button', /^Ink boat/, row));
    const sheet = visit.role('dialog', 'Ink boat');
    await visit.sees(visit.role('list', 'Form', sheet).getByText('values.strength_model'));
    await visit.pressButton('Close', sheet);
    await visit.seesNo(sheet);
    await visit.pressButton('Actions for Ink boat');
    await visit.press(visit.role('menuitem', 'Delete'));
    await visit.seesNo(row);
    await visit.pressButton('Undo');
    await visit.sees(row);
    await visit.press(row.getByRole('link', { name: 'Use' }));
    await visit.isAt(/^\/generate$/);
    await visit.sees(visit.role('textbox', 'Ink'));
    expect(await whatToRun(visit).inputValue()).toBe('Ink boat');
  });
});
