import { describe, expect, it } from '@jest/globals';
import { lookOf, sayUse, sentenceOf } from './standing';

const GB = 2 ** 30;
const health = {
  state: 'online',
  problem: null,
  problem_code: null,
  version: null,
  loaded_checkpoint: 'models/sdxl-base.safetensors [31e35c80fc]',
  memory: {
    gpu_total_bytes: 24 * GB,
    gpu_free_bytes: 14.9 * GB,
    ram_total_bytes: null,
    ram_free_bytes: null,
  },
  busy_elsewhere: false as boolean | null,
  latency_ms: 3,
  checked_at: null,
  circuit: { state: 'closed', failures: 0, retry_at: null },
} as const;
const ready = { health, not_available: null, draining: false };
const unavailable = (code: string) => ({
  health: { ...health, state: 'unreachable' as const },
  not_available: { code, message: 'The server is away.' },
  draining: false,
});

describe('the state sentence of a server', () => {
  it('says what it renders, what is loaded and how much memory is taken', () => {
    const work = [{ id: '88615c9d-1111', percent: 63.4, phase: 'sampling' }];
    expect(sentenceOf(ready, work)).toBe('Rendering job 88615c9d, 63 %; sdxl-base loaded; 9.1 of 24 GB');
  });

  it('says the phase while no percent means anything', () => {
    const work = [{ id: '88615c9d-1111', percent: 0, phase: 'loading_model' }];
    expect(sentenceOf(ready, work)).toContain('Loading the model for job 88615c9d');
  });

  it('counts the jobs of a server with several places', () => {
    const work = [10, 30].map((percent) => ({ id: String(percent), percent, phase: null }));
    expect(sentenceOf(ready, work)).toContain('Rendering 2 jobs, 20 % on average');
  });

  it('says nothing of a model and memory of a server that does not answer', () => {
    expect(sentenceOf(unavailable('server_offline'), [])).toBe('Does not answer');
  });

  it('says the words of the server for a reason that it does not know', () => {
    expect(sentenceOf(unavailable('new_reason'), [])).toBe('The server is away.');
  });

  it('tells an idle server from one that works for somebody else', () => {
    expect(sentenceOf(ready, [])).toContain('Waits for jobs');
    expect(sentenceOf({ ...ready, health: { ...health, busy_elsewhere: true } }, [])).toContain(
      'somebody else',
    );
  });
});

describe('the look of a server', () => {
  it('is its reason to take no jobs before its work', () => {
    expect(lookOf(unavailable('server_draining'), true)).toEqual({ look: 'warning', word: 'Draining' });
    expect(lookOf(ready, true).look).toBe('processing');
    expect(lookOf(ready, false)).toEqual({ look: 'completed', word: 'Ready' });
  });
});

describe('memory', () => {
  it('is said in the unit of its size', () => {
    expect(sayUse(0, 8 * GB)).toBe('0 of 8 GB');
    expect(sayUse(100.4 * GB, 125.5 * GB)).toBe('100 of 126 GB');
    expect(sayUse(0.25 * GB, 7.75 * GB)).toBe('0.3 of 7.8 GB');
  });
});
