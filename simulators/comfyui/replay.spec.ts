import { afterAll, describe, expect, it } from '@jest/globals';
import type { ComfyuiSimulator } from './index.js';
import { Listener } from './testing/listener.js';
import type { Message } from './testing/listener.js';
import { load, mask, recordedModels, shapeOf } from './testing/recorded.js';
import type { Recorded } from './testing/recorded.js';
import { recordedPrompts } from './testing/recorded-prompts.js';
import { call, closeAll, finished, historyOf, start, submit } from './testing/simulator-client.js';
import type { Graph } from './testing/simulator-client.js';

afterAll(closeAll);

const recordings = Object.entries(load<Record<string, Recorded>>('http'));

describe('a simulated ComfyUI repeats what the real one answered', () => {
  describe('to prompts', () => {
    const simulator = start({ models: recordedModels });
    const prompts = recordings.filter(([name]) => name in recordedPrompts);
    it('of every kind that was recorded', () => {
      expect(prompts.map(([name]) => name).sort()).toEqual(Object.keys(recordedPrompts).sort());
    });
    it.each(prompts)('%s', async (name, recorded) => {
      const reply = await call(await simulator, 'POST', '/prompt', recordedPrompts[name]);
      expect(reply.status).toBe(recorded.status);
      expect(reply.headers.get('content-type')).toBe(recorded.content_type);
      if (typeof recorded.body === 'string') return expect(reply.text).toBe(recorded.body);
      const { number, ...answer } = reply.body as { number?: number };
      const { number: recordedNumber, ...told } = recorded.body as { number?: number };
      expect(typeof number).toBe(typeof recordedNumber);
      expect(mask(answer)).toEqual(mask(told));
    });
  });

  describe('to questions', () => {
    // The list of jobs was recorded while a prompt with `extra_pnginfo: null` was in the history.
    const simulator = start({ models: recordedModels, cuda: false }).then(async (started) => {
      await call(started, 'POST', '/prompt', recordedPrompts['extra_pnginfo_null']);
      return started;
    });
    const questions = recordings.filter(([name]) => name.startsWith('GET '));
    it.each(questions)('%s', async (name, recorded) => {
      const reply = await call(await simulator, 'GET', name.slice(4));
      expect(reply.status).toBe(recorded.status);
      expect(reply.headers.get('content-type')).toBe(recorded.content_type);
      if (name.includes('object_info')) expect(known(reply.body)).toEqual(known(recorded.body));
      else if (name.includes('system_stats'))
        expect(shapeOf(reply.body)).toEqual(shapeOf(withTexts(recorded.body)));
      else if (name.includes('experiment')) expect(shapeOf(reply.body)).toEqual(shapeOf(recorded.body));
      else if (typeof recorded.body === 'string') expect(reply.text).toBe(recorded.body);
      else expect(reply.body).toEqual(recorded.body);
    });

    it('GET /object_info', async () => {
      const recorded = load<Record<string, object>>('object-info');
      const { body } = await call(await simulator, 'GET', '/api/object_info');
      const told = Object.fromEntries(Object.entries(body as object).filter(([name]) => name in recorded));
      expect(known(told)).toEqual(known(withImages(recorded)));
    });
  });

  describe('of its work', () => {
    const simulator = start({ models: recordedModels, previews: 'latent2rgb' });

    it('while a picture is made', async () => {
      const { heard, id } = await listenTo(await simulator, load('history-success-txt2img'));
      expect(mask(heard.map(withoutSize))).toEqual(
        mask(load<Message[]>('ws-success-txt2img').map(withoutSize)),
      );
      const entry = await historyOf(await simulator, id);
      expect(mask({ [id]: entry })).toEqual(mask(load('history-success-txt2img')));
      const job = await call(await simulator, 'GET', `/api/jobs/${id}`);
      expect(mask(job.body)).toEqual(mask(load('job-success-txt2img')));
    });

    it.each(['runtime', 'oom'])('when a node fails: %s', async (kind) => {
      // The image was in the cache already.
      const recorded = load<History>(`history-error-${kind}`);
      const [prompt] = Object.values(recorded).map((entry) => entry.prompt[2]);
      const graph = prompt as Graph;
      const preview = { class_type: 'PreviewImage', inputs: { images: ['1', 0] } };
      await finished(await simulator, { '1': graph['1'] as Graph[string], '3': preview });
      const { heard, id } = await listenTo(await simulator, recorded);
      const errors = heard.filter(({ type }) => type === 'execution_error');
      expect(inNewWords(mask(errors))).toEqual(inNewWords(mask(load(`ws-error-${kind}`))));
      const entry = await historyOf(await simulator, id);
      expect(inNewWords(mask({ [id]: entry }))).toEqual(inNewWords(mask(recorded)));
    });

    it('when it is interrupted', async () => {
      const recorded = load<Message[]>('ws-interrupted');
      const interrupting = await start({ models: recordedModels, previews: 'latent2rgb' });
      interrupting.knobs.interruptAtStep = 14;
      const slow: Graph = {
        '1': { class_type: 'EmptyImage', inputs: { width: 64, height: 48, batch_size: 1, color: 255 } },
        '2': { class_type: 'LabSlow', inputs: { image: ['1', 0], steps: 40 } },
        '3': { class_type: 'PreviewImage', inputs: { images: ['2', 0] } },
      };
      const listener = await Listener.connect(interrupting, 'pA');
      const { prompt_id } = await submit(interrupting, slow, { client_id: 'pA' });
      await listener.untilEnd(prompt_id);
      expect(mask(listener.heard.map(withoutSize))).toEqual(mask(recorded.map(withoutSize)));
    });
  });
});

type History = Record<string, { prompt: [number, string, Graph, { client_id: string }] }>;

async function listenTo(
  simulator: ComfyuiSimulator,
  history: History,
): Promise<{ heard: Message[]; id: string }> {
  const [entry] = Object.values(history);
  const [, , prompt, { client_id, ...extra_data }] = (entry as History[string]).prompt;
  const listener = await Listener.connect(simulator, client_id);
  listener.heard.length = 0;
  const { prompt_id } = await submit(simulator, prompt, { client_id, extra_data });
  await listener.untilEnd(prompt_id);
  await listener.close();
  return { heard: listener.heard, id: prompt_id };
}

/** Pictures are others here. */
function withoutSize(message: Message): object {
  return message.type.startsWith('BIN') ? { type: message.type } : message;
}

/** The recorded server had a PyTorch that called it otherwise. */
function inNewWords(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value).replaceAll('torch.cuda.OutOfMemoryError', 'torch.OutOfMemoryError'),
  );
}

/** What texts for people say is left out here. */
function known(info: unknown): unknown {
  const texts = ['description', 'search_aliases', 'output_tooltips', 'essentials_category'];
  const without = (node: object): object =>
    Object.fromEntries(Object.entries(node).filter(([key]) => !texts.includes(key)));
  return Object.fromEntries(
    Object.entries(info as object).map(([name, node]) => [name, without(node as object)]),
  );
}

/** Versions of packages that are installed here and were not there. */
function withTexts(stats: unknown): unknown {
  return JSON.parse(JSON.stringify(stats).replaceAll('"installed":null', '"installed":"1.0.0"'));
}

/** The images that had been uploaded to the recorded server. */
function withImages(info: unknown): unknown {
  return JSON.parse(JSON.stringify(info).replaceAll(/\["example \(1\)\.png",[^\]]*\]/g, '[]'));
}
