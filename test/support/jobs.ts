import { randomUUID } from 'node:crypto';
import type { NewJob } from '../../src/jobs/jobs.repository.js';

/** A job as `submit` would store it; give what matters to the test. */
export function newJob(given: Partial<NewJob> = {}): NewJob {
  return {
    id: randomUUID(),
    appType: 'forge',
    targetServerAlias: null,
    sourceInfo: null,
    apiKeyId: null,
    bulkJobId: null,
    lane: given.sourceInfo ?? '',
    priority: 5,
    notBefore: null,
    maxRetries: 3,
    prompt: 'a cat',
    paramsJson: '{"prompt":"a cat"}',
    requestJson: '{}',
    warningsJson: null,
    metadataJson: null,
    webhookJson: null,
    dependencies: [],
    promptChoicesJson: null,
    background: false,
    model: '',
    work: 1,
    megapixels: 1,
    batch: 1,
    tags: [],
    blobs: new Map(),
    ...given,
  };
}
