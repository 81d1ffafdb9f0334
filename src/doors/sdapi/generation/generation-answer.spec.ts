import { describe, expect, it } from '@jest/globals';
import type { JobRow } from '../../../jobs/job.js';
import { failureOf, infoOf, parametersOf } from './generation-answer.js';

const echo = {
  prompt: 'ours',
  seed: 5,
  steps: 50,
  force_task_id: 'task(sq-1)',
  override_settings: { a: 1 },
  width: 512,
};

describe(parametersOf.name, () => {
  it('shows the client what it sent, and hides what is ours', () => {
    expect(parametersOf({ parameters: echo }, { prompt: 'mine', width: 512 })).toEqual({
      prompt: 'mine',
      seed: -1,
      steps: 50,
      force_task_id: null,
      override_settings: null,
      width: 512,
    });
  });

  it('keeps the server’s reading of a value that came in another form, and knows no fields that it does not', () => {
    expect(parametersOf({ parameters: echo }, { steps: '50', url: 'x' })).toMatchObject({ steps: 50 });
    expect(parametersOf({ parameters: echo }, { url: 'x' })).not.toHaveProperty('url');
  });

  it('falls back to the request where the server told nothing', () => {
    expect(parametersOf(null, { prompt: 'mine' })).toEqual({ prompt: 'mine' });
  });
});

describe(infoOf.name, () => {
  it('hands the text on byte for byte', () => {
    expect(infoOf({ info: '{"seed":  1}' })).toBe('{"seed":  1}');
    expect(JSON.parse(infoOf(null))).toEqual({ infotexts: [] });
  });
});

describe(failureOf.name, () => {
  const failed = (error: object): JobRow =>
    ({ status: 'failed', error_json: JSON.stringify(error) }) as JobRow;

  it.each([
    [
      { code: 'out_of_memory', message: 'm', server_message: 'OutOfMemoryError: CUDA' },
      500,
      'OutOfMemoryError',
    ],
    [{ code: 'model_not_found', message: 'm' }, 500, 'ModelNotFound'],
    [{ code: 'script_not_found', message: 'm' }, 422, 'HTTPException'],
    [{ code: 'bad_gateway', message: 'm', server_message: '<html>502: no</html>' }, 500, 'BadGateway'],
  ])('names the class of %j as the servers do', (error, status, name) => {
    expect(failureOf(failed(error))).toMatchObject({
      status,
      error: name,
      message: expect.stringContaining('m'),
    });
  });

  it('says that a job was cancelled', () => {
    expect(failureOf({ status: 'cancelled' } as JobRow)).toMatchObject({
      status: 500,
      error: 'JobCancelled',
    });
  });
});
