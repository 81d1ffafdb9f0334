import type { ServerLife } from './server-life.js';
import type { Settings } from './simulator-options.js';

/** GET /sdapi/v1/memory: made-up numbers that move as a server's do, with model and job. Bytes. */
const gibibyte = 2 ** 30;

export function memoryReport(settings: Settings, life: ServerLife): object {
  const modelBytes = life.slot.isOnGpu ? 2 * gibibyte : 0;
  const isSampling = life.progress.record.job_count > 0;
  const used = 700_000_000 + modelBytes;
  const total = 24 * gibibyte;
  return {
    ram: { free: total - used, used, total },
    cuda: settings.cuda
      ? cudaReport(modelBytes, isSampling, settings.gpuBytes, life)
      : { error: 'unavailable' },
  };
}

function cudaReport(modelBytes: number, isSampling: boolean, total: number, life: ServerLife): object {
  const current = modelBytes + (isSampling ? 1.5 * gibibyte : 0);
  life.peakBytes = Math.max(life.peakBytes, current, modelBytes * 1.75);
  const level = { current, peak: life.peakBytes };
  const used = 0.5 * gibibyte + current;
  return {
    system: { free: total - used, used, total },
    active: level,
    allocated: level,
    reserved: level,
    inactive: { current: 0, peak: 0.25 * gibibyte },
    events: { retries: 0, oom: life.outOfMemoryCount },
  };
}
