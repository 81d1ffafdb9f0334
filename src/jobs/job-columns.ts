// Which value goes into which column when a job is stored or edited. Pure.
import type { Dependency } from './job-dependency.js';

/** What `submit` stores; times and order are added here. */
export interface NewJob {
  id: string;
  appType: string;
  targetServerAlias: string | null;
  sourceInfo: string | null;
  apiKeyId: number | null;
  bulkJobId: string | null;
  lane: string;
  priority: number;
  notBefore: string | null;
  maxRetries: number;
  prompt: string | null;
  paramsJson: string;
  requestJson: string;
  warningsJson: string | null;
  metadataJson: string | null;
  webhookJson: string | null;
  /** What it waits for, each job once. */
  dependencies: readonly Dependency[];
  promptChoicesJson: string | null;
  background: boolean;
  /** The heavy model, as `modelName` writes it. */
  model: string;
  /** Megapixels × steps × images. */
  work: number;
  /** Of a picture at its largest. */
  megapixels: number;
  /** Pictures at once. */
  batch: number;
  /** Of the servers that it may go to. */
  tags: readonly string[];
  /** The prompts as somebody wrote them, dynamic parts unresolved; for the history of its owner. */
  written?: { prompt: string; negativePrompt: string };
  blobs: ReadonlyMap<string, string>;
}

/** Columns that an edit may set. */
export interface JobEdit {
  targetServerAlias?: string | null;
  appType?: string;
  priority?: number;
  notBefore?: string | null;
  maxRetries?: number;
  metadataJson?: string | null;
  params?: {
    json: string;
    prompt: string | null;
    model: string;
    work: number;
    megapixels: number;
    batch: number;
    warningsJson: string | null;
    blobs: ReadonlyMap<string, string>;
  };
}

/** In the order of `INSERT_JOB`. */
export function valuesOf(job: NewJob, now: string): unknown[] {
  return [
    job.id,
    job.appType,
    job.targetServerAlias,
    job.sourceInfo,
    job.apiKeyId,
    job.bulkJobId,
    job.lane,
    job.priority,
    job.lane,
    job.priority,
    job.priority,
    job.notBefore,
    job.maxRetries,
    now,
    now,
    job.prompt,
    job.warningsJson,
    job.metadataJson,
    job.paramsJson,
    job.requestJson,
    job.webhookJson,
    job.dependencies.length ? JSON.stringify(job.dependencies.map(({ jobId }) => jobId)) : null,
    job.promptChoicesJson,
    job.background ? 1 : 0,
    job.model,
    job.work,
    job.tags.join(','),
    job.megapixels,
    job.batch,
  ];
}

export function columnsOf(edit: JobEdit): Record<string, unknown> {
  const columns: Record<string, unknown> = {
    target_server_alias: edit.targetServerAlias,
    app_type: edit.appType,
    priority: edit.priority,
    not_before: edit.notBefore,
    max_retries: edit.maxRetries,
    metadata_json: edit.metadataJson,
    generation_params_json: edit.params?.json,
    prompt: edit.params?.prompt,
    model: edit.params?.model,
    work: edit.params?.work,
    megapixels: edit.params?.megapixels,
    batch: edit.params?.batch,
    memory_stage_json: edit.params && null,
    warnings_json: edit.params?.warningsJson,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}
