// What the original's pages and its test script read of a job, and a queue that stands while they look at it.
import { expect } from '@jest/globals';
import type { ClientBench } from './client-bench.js';

export const PARAMS = {
  positive_prompt: 'a stone bridge',
  negative_prompt: 'fog',
  steps: 2,
  width: 64,
  height: 64,
};
export const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** In every answer that holds a job. */
export const JOB = {
  mobilesd_job_id: expect.any(String),
  status: expect.stringMatching(/^(pending|processing|completed|failed|cancelled)$/),
  creation_timestamp: expect.stringMatching(ISO),
  last_updated_timestamp: expect.stringMatching(ISO),
  target_server_alias: expect.any(String),
  app_type: 'forge',
  generation_params: expect.objectContaining({ prompt: expect.any(String) }),
  retry_count: expect.any(Number),
};

export interface ReadJob {
  mobilesd_job_id: string;
  status: string;
}

export async function paused(bench: ClientBench, work: () => Promise<void>): Promise<void> {
  await bench.asConsole('PUT', '/api/v1/settings/queue-processing', { enabled: false });
  try {
    await work();
  } finally {
    await bench.asConsole('PUT', '/api/v1/settings/queue-processing', { enabled: true });
  }
}
