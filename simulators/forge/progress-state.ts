/**
 * The one global "what is being done" record behind /sdapi/v1/progress and /internal/progress. It
 * belongs to no job: whoever runs writes here, and much of it survives the job (job_no,
 * sampling_steps, interrupted), as on the real servers.
 */
export interface ProgressRecord {
  skipped: boolean;
  interrupted: boolean;
  stopping_generation: boolean;
  job: string;
  job_count: number;
  job_timestamp: string;
  job_no: number;
  sampling_step: number;
  sampling_steps: number;
}

export class ProgressState {
  readonly record: ProgressRecord = {
    skipped: false,
    interrupted: false,
    stopping_generation: false,
    job: '',
    job_count: 0,
    job_timestamp: '0',
    job_no: 0,
    sampling_step: 0,
    sampling_steps: 0,
  };
  startedAt = Date.now();
  /** Counts the previews of this job; a client sends back the last it has seen. */
  livePreviewId = 0;
  private previewStep = 0;
  private preview: Buffer | null = null;
  private drawPreview: (() => Promise<Buffer>) | null = null;

  begin(job: string): void {
    Object.assign(this.record, {
      job,
      job_count: -1,
      job_no: 0,
      job_timestamp: timestamp(new Date()),
      sampling_step: 0,
      skipped: false,
      interrupted: false,
      stopping_generation: false,
    });
    this.startedAt = Date.now();
    this.livePreviewId = 0;
    this.previewStep = 0;
    this.preview = null;
  }

  nextJob(): void {
    this.record.job_no += 1;
    this.record.sampling_step = 0;
    this.previewStep = 0;
  }

  end(): void {
    this.record.job = '';
    this.record.job_count = 0;
    this.drawPreview = null;
  }

  /** What a job of the web UI leaves behind: nothing of what was wished of it. The SDAPI leaves it standing. */
  forgetWishes(): void {
    Object.assign(this.record, { skipped: false, interrupted: false, stopping_generation: false });
  }

  /** How a preview of the present moment would be drawn; null while nothing is being sampled. */
  offerPreview(draw: (() => Promise<Buffer>) | null): void {
    this.drawPreview = draw;
  }

  /** Share done as /internal/progress reports it, 0…1. */
  share(): number {
    const { job_count, job_no, sampling_step, sampling_steps } = this.record;
    if (job_count <= 0) return 0;
    const steps = sampling_steps > 0 ? sampling_step / sampling_steps / job_count : 0;
    return Math.min(1, job_no / job_count + steps);
  }

  /**
   * The latest preview as PNG. A new one is drawn inside the poll, and only when `everySteps` steps
   * have passed since the last: a 10-step job never has one.
   */
  async currentPreview(everySteps: number): Promise<Buffer | null> {
    const due = everySteps >= 0 && this.record.sampling_step - this.previewStep >= everySteps;
    if (due && this.drawPreview) {
      this.previewStep = this.record.sampling_step;
      this.livePreviewId += 1;
      this.preview = await this.drawPreview();
    }
    return this.preview;
  }
}

/** Local time as YYYYMMDDhhmmss. */
export function timestamp(date: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return [
    date.getFullYear(),
    date.getMonth() + 1,
    date.getDate(),
    date.getHours(),
    date.getMinutes(),
    date.getSeconds(),
  ]
    .map(two)
    .join('');
}
