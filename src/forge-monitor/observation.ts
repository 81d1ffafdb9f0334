// What a Forge or A1111 says of a running generation, in the two ways it can be asked. Values only.

/** Of `/internal/progress`: about one task, by its id. */
export interface TaskReport {
  active: boolean;
  /** Waits for the server's queue lock. */
  queued: boolean;
  /** Ended well within the last 16 tasks. A failed one never becomes completed (seen on both). */
  completed: boolean;
  /** 0–1; null when not active. */
  progress: number | null;
  etaSeconds: number | null;
  /** Newer than the one asked about, else null. */
  preview: { id: number; bytes: Buffer; mediaType: string } | null;
}

/** Of `/sdapi/v1/progress`: about whatever runs there now, whose ever it is. */
export interface ServerReport {
  /** Empty when the server is idle. */
  job: string;
  /** -1 while a checkpoint loads; doubled by hires fix. */
  jobCount: number;
  jobNo: number;
  /** While loading these are the previous job's. */
  step: number;
  steps: number;
  progress: number;
  etaSeconds: number | null;
  /** Someone pressed interrupt; stays true until the next job begins. */
  interrupted: boolean;
}

/** One look at the server. Null: this question got no answer, `task: 'unsupported'`: the server has no such route. */
export interface Observation {
  at: number;
  task: TaskReport | 'unsupported' | null;
  server: ServerReport | null;
  /** No connection could be made: `refused` by the machine, or `unreachable` altogether. */
  dead: 'refused' | 'unreachable' | null;
}
