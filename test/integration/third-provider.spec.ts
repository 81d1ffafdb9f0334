// An app_type is one folder and one line in the index: a provider that the project does not know keeps the contract and
// runs a job of the whole server, with nothing else changed.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DISPATCHERS } from '../../src/dispatch/providers/index.js';
import type { SubmittedDto } from '../../src/jobs/job-status.dto.js';
import { describeDispatcherContract } from '../support/dispatcher-contract.js';
import { eventually } from '../support/eventually.js';
import type { RunningApp } from '../support/start-app.js';
import { TinyDispatcher } from '../support/tiny-provider/tiny.dispatcher.js';
import { TinyEngine } from '../support/tiny-provider/tiny-engine.js';
import { tinySubject } from '../support/tiny-provider/tiny-subject.js';

describeDispatcherContract('tiny', tinySubject);

describe('a server of a kind that only its provider knows', () => {
  const engine = new TinyEngine();
  let running: RunningApp;
  beforeAll(async () => {
    // The line in the index; it is read when the module is.
    DISPATCHERS.push(TinyDispatcher);
    const { startApp } = await import('../support/start-app.js');
    running = await startApp();
  });
  afterAll(async () => {
    await running.stop();
    engine.stop();
  });

  it('is registered, runs a job, and its picture is in the gallery', async () => {
    const { api } = running;
    await api.addServer({ alias: 'squares', base_url: await engine.start(), app_type: 'tiny' });
    const generation_params = { prompt: 'a red square', steps: 4, pictures: 2, seed: 200 };
    const { job_id: id } = await api.ok<SubmittedDto>('POST', '/api/v1/generate', {
      ...{ app_type: 'tiny', generation_params },
    });
    const job = await eventually(async () => {
      const seen = await api.details(id);
      return seen.status === 'completed' && seen;
    });
    expect(job.images.map(({ role, seed, width }) => [role, seed, width])).toEqual([
      ['image', 200, 8],
      ['image', 201, 8],
    ]);
    expect(engine.drawings.map(({ outcome }) => outcome)).toEqual(['completed']);
  });

  it('refuses what its provider refuses, in its words', async () => {
    const answer = await running.api.call('POST', '/api/v2/generate', {
      app_type: 'tiny',
      generation_params: {},
    });
    expect(answer).toMatchObject({ status: 400 });
    expect(JSON.stringify(answer.body)).toContain('must be a text');
  });
});
