// What a Forge or A1111 says of a running generation, in the ways it can be asked and tells by itself. Values only.

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

/** Of the queue of the server's page (Gradio) that our call is in, told by its stream for as long as that is open. */
export interface QueueReport {
  state: 'waiting' | 'running';
  /** As the queue estimates it while the call waits; null when it cannot. */
  etaSeconds: number | null;
  /** When its last message came; a heartbeat is one. */
  heardAt: number;
}

/** One look at the server. Null: this question got no answer, `task: 'unsupported'`: the server has no such route. */
export interface Observation {
  at: number;
  task: TaskReport | 'unsupported' | null;
  server: ServerReport | null;
  /** Absent: our call is in no queue, or its stream is not open. */
  queue?: QueueReport;
  /** No connection could be made: `refused` by the machine, or `unreachable` altogether. */
  dead: 'refused' | 'unreachable' | null;
}
