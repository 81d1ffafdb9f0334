// What a server is doing, in a word and in a sentence.
import type { Server } from '../../api/queries/servers';
import { shortModelName } from '../../lib/model-names';
import { text } from '../../text';

type Facts = Pick<Server, 'health' | 'not_available' | 'draining'>;

/** A job that runs there. */
export interface Work {
  id: string;
  percent: number;
  phase: string | null;
}

export type Look = 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled' | 'warning';

const LOOKS: Record<string, Look> = {
  server_disabled: 'cancelled',
  server_draining: 'warning',
  server_outside_hours: 'pending',
  server_checking: 'pending',
  server_starting: 'pending',
  server_offline: 'failed',
  server_login_needed: 'failed',
  server_misconfigured: 'failed',
  server_resting: 'warning',
};

export function lookOf(server: Facts, isWorking: boolean): { look: Look; word: string } {
  const { words } = text.serversPage;
  const code = server.not_available?.code;
  if (code !== undefined) return { look: LOOKS[code] ?? 'warning', word: words[code] ?? code };
  if (isWorking) return { look: 'processing', word: words['rendering']! };
  if (server.health.busy_elsewhere === true) return { look: 'pending', word: words['elsewhere']! };
  return { look: 'completed', word: words['ready']! };
}

/** "Rendering job 88615c9d, 63 %; sdxl-base loaded; 9.1 of 24 GB". */
export function sentenceOf(server: Facts, work: readonly Work[]): string {
  const { sentence } = text.serversPage;
  const { loaded_checkpoint: model, memory } = server.health;
  const doing = doingOf(server, work);
  const answers = server.health.state === 'online';
  return [
    doing,
    answers && model ? sentence.loaded(shortModelName(model)) : null,
    answers && memory ? gpuWords(memory) : null,
  ]
    .filter((part) => part !== null)
    .join('; ');
}

const IDLE_SENTENCES: Record<string, keyof typeof text.serversPage.sentence> = {
  server_disabled: 'off',
  server_draining: 'draining',
  server_outside_hours: 'outsideHours',
  server_checking: 'checking',
  server_starting: 'starting',
  server_offline: 'offline',
  server_login_needed: 'login',
  server_misconfigured: 'unusable',
  server_resting: 'resting',
};

function doingOf(server: Facts, work: readonly Work[]): string {
  const { sentence } = text.serversPage;
  const [first] = work;
  if (first && work.length === 1) return oneJob(first);
  if (first) {
    const sum = work.reduce((percent, job) => percent + job.percent, 0);
    return sentence.renderingMany(work.length, Math.round(sum / work.length));
  }
  const name = IDLE_SENTENCES[server.not_available?.code ?? ''];
  if (name !== undefined) return sentence[name] as string;
  if (server.not_available) return server.not_available.message;
  return server.health.busy_elsewhere === true ? sentence.elsewhere : sentence.idle;
}

function oneJob({ id, percent, phase }: Work): string {
  const { sentence } = text.serversPage;
  const short = id.slice(0, 8);
  const isPainting = phase === null || phase === 'sampling' || phase === 'hires';
  return isPainting
    ? sentence.rendering(short, Math.round(percent))
    : sentence.inPhase(text.phases[phase] ?? phase, short);
}

type Memory = NonNullable<Server['health']['memory']>;

function gpuWords({ gpu_total_bytes: total, gpu_free_bytes: free }: Memory): string | null {
  return total === null || free === null ? null : sayUse(total - free, total);
}

/** "9.1 of 24 GB": memory is counted in powers of two. */
export function sayUse(usedBytes: number, totalBytes: number): string {
  const gigabytes = (bytes: number): string => {
    const value = bytes / 2 ** 30;
    return Number.isInteger(value) || value >= 100 ? String(Math.round(value)) : value.toFixed(1);
  };
  return text.serversPage.sentence.memory(
    gigabytes(usedBytes),
    `${gigabytes(totalBytes).replace(/\.0$/, '')} GB`,
  );
}
