// The rows that a job leaves behind, by its number in the table. Every hundred jobs hold the same kinds in the same
// shares, so that a page of a small table and one of a large table show alike jobs.
import { createHash } from 'node:crypto';
import { possibleNames } from '../../src/gallery/image-name.js';
import { USUAL_PARAMS } from './pictures.js';

export type Columns = Record<string, string | number | null>;

export interface SeededJob {
  job: Columns;
  attempt: Columns | null;
  image: Columns | null;
}

const RUN_MS = 20_000;

/** Of each hundred: 60 completed, 15 failed, 15 cancelled, 10 waiting; 60 of one server, 60 of one client. */
export function seededJob(number: number, createdMs: number): SeededJob {
  const id = uuidOf(number);
  const status = pick(number * 37, [60, 'completed'], [75, 'failed'], [90, 'cancelled'], [100, 'pending']);
  const server = pick(number * 7, [60, 'gpu1'], [80, 'gpu2'], [100, null]);
  const job = { id, number, status: status ?? 'pending', server, createdMs };
  const ran = status === 'completed' || status === 'failed';
  return {
    job: jobColumns(job),
    attempt: ran ? attemptColumns(job) : null,
    image: status === 'completed' ? imageColumns(job) : null,
  };
}

interface Job {
  id: string;
  number: number;
  status: string;
  server: string | null;
  createdMs: number;
}

function jobColumns({ id, number, status, server, createdMs }: Job): Columns {
  const params = JSON.stringify({ ...USUAL_PARAMS, seed: number });
  const created = iso(createdMs);
  const ran = status === 'completed' || status === 'failed';
  const ended = status === 'pending' ? null : iso(createdMs + RUN_MS);
  const source = pick(number * 11, [60, 'bench_client_v1'], [100, 'forge_extension_v1.0.0']);
  return {
    mobilesd_job_id: id,
    status,
    app_type: pick(number * 13, [70, 'forge'], [100, 'a1111']),
    target_server_alias: server,
    source_info: source,
    lane: source,
    round: number,
    position: number,
    attempt: ran ? 1 : 0,
    server_id: ran ? `id-of-${server ?? 'gpu1'}` : null,
    progress: status === 'completed' ? 100 : 0,
    creation_timestamp: created,
    last_updated_timestamp: ended ?? created,
    started_timestamp: ran ? created : null,
    completion_timestamp: ended,
    prompt: USUAL_PARAMS.prompt,
    image_count: status === 'completed' ? 1 : 0,
    error_json:
      status === 'failed' ? JSON.stringify({ code: 'out_of_memory', message: 'CUDA out of memory.' }) : null,
    generation_params_json: params,
    result_details_json:
      status === 'completed'
        ? JSON.stringify({ message: '1 image made.', saved_filenames: [fileName(id)] })
        : null,
    request_json: JSON.stringify({ app_type: 'forge', generation_params: USUAL_PARAMS }),
    sent_json: ran
      ? JSON.stringify({ path: '/sdapi/v1/txt2img', body: { ...USUAL_PARAMS, seed: number } })
      : null,
    received_json: ran
      ? JSON.stringify({ parameters: USUAL_PARAMS, info: { all_prompts: [USUAL_PARAMS.prompt] } })
      : null,
  };
}

function attemptColumns({ id, status, server, createdMs }: Job): Columns {
  return {
    mobilesd_job_id: id,
    attempt: 1,
    server_alias: server ?? 'gpu1',
    started_timestamp: iso(createdMs),
    ended_timestamp: iso(createdMs + RUN_MS),
    outcome: status,
  };
}

function imageColumns({ id, number, server, createdMs }: Job): Columns {
  const saved = iso(createdMs + RUN_MS);
  return {
    job_id: id,
    attempt: 1,
    idx: 0,
    state: 'saved',
    filename: fileName(id),
    relative_path: `${saved.slice(0, 10)}/${fileName(id)}`,
    media_type: 'image/png',
    width: 512,
    height: 512,
    bytes: 250_000,
    sha256: createHash('sha256').update(id).digest('hex'),
    seed: number,
    infotext: `${USUAL_PARAMS.prompt}\nNegative prompt: ${USUAL_PARAMS.negative_prompt}\nSteps: 20, Seed: ${number}`,
    server_alias: server ?? 'gpu1',
    app_type: 'forge',
    created_timestamp: saved,
    // As this version saves them; the tasks that catch up with older ones have nothing to do.
    described: 1,
    previews: 'made',
    prompt: USUAL_PARAMS.prompt,
    negative_prompt: USUAL_PARAMS.negative_prompt,
    sampler: USUAL_PARAMS.sampler_name,
  };
}

/** The second of each pair, by the first whose share of a hundred covers `number`. */
function pick<T>(number: number, ...shares: readonly [upTo: number, value: T][]): T | null {
  return shares.find(([upTo]) => number % 100 < upTo)?.[1] ?? null;
}

/** Spread like real ids, yet the same in every run. */
function uuidOf(number: number): string {
  const hex = createHash('md5').update(String(number)).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Twelve letters of the id, which no two of a few hundred thousand share. */
function fileName(id: string): string {
  return possibleNames(id, 0, 'png')[1] ?? '';
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
