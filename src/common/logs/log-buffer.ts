// The newest lines of the log, in memory: for whoever looks at the console, not for keeping. Lines come in as pino has
// written them, so what it takes out as secret is not in them; they are parsed only when somebody reads them.
import { isJsonObject, parseJson, type JsonObject } from '../json.js';
import { isSecretName } from '../secret-names.js';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type LineLevel = (typeof LOG_LEVELS)[number];

export interface LogLine {
  /** Numbers the lines of this process, from 1. */
  seq: number;
  time: string;
  level: LineLevel;
  context: string | null;
  message: string;
  data: JsonObject;
}

export interface LogQuestion {
  /** This level and worse. */
  level?: LineLevel;
  /** Part of the message, the context or the data; upper and lower case are the same. */
  text?: string;
  /** Only lines behind this one. */
  after?: number;
  limit: number;
}

const KEPT_LINES = 2_000;
/** A stack trace or a long message of a server; 2,000 of these are 16 MB at most. */
const MAX_LINE_CHARS = 8_000;

export class LogBuffer {
  private readonly lines: string[] = [];
  private count = 0;

  /** @param line as JSON */
  add(line: string): void {
    this.lines[this.count % KEPT_LINES] = line.length > MAX_LINE_CHARS ? shortened(line) : line;
    this.count += 1;
  }

  /** The number of the newest line; 0 before the first. */
  get last(): number {
    return this.count;
  }

  /**
   * Oldest first: the newest `limit` lines, or, with `after`, the first ones behind it. `next` is what to ask for
   * `after` next time. A number that this process has not reached is of one before it.
   */
  read(question: LogQuestion): { lines: LogLine[]; next: number } {
    const { limit } = question;
    const after = question.after !== undefined && question.after <= this.count ? question.after : undefined;
    const found = [...this.matching(question, after ?? 0)];
    if (after === undefined) return { lines: limit ? found.slice(-limit) : [], next: this.count };
    const lines = found.slice(0, limit);
    return { lines, next: found.length > lines.length ? lines.at(-1)!.seq : this.count };
  }

  /** What was logged of one job, oldest first. */
  ofJob(jobId: string): LogLine[] {
    return [...this.matching({ limit: KEPT_LINES, text: jobId }, 0)].filter(
      ({ data }) => data['jobId'] === jobId,
    );
  }

  private *matching({ level, text }: LogQuestion, after: number): Generator<LogLine> {
    const wanted = text?.toLowerCase();
    const worst = level ? LOG_LEVELS.indexOf(level) : 0;
    const first = Math.max(after, this.count - KEPT_LINES) + 1;
    for (let seq = first; seq <= this.count; seq += 1) {
      const line = this.lines[(seq - 1) % KEPT_LINES]!;
      // Most lines are passed over without being parsed; what is left is looked at closely.
      if (wanted && !mayHold(line, wanted)) continue;
      const read = readLine(line, seq);
      if (LOG_LEVELS.indexOf(read.level) < worst) continue;
      if (wanted && !textOf(read).includes(wanted)) continue;
      yield read;
    }
  }
}

/** JSON escapes quotes, backslashes and line ends; a text with such is looked for in what was parsed. */
function mayHold(line: string, wanted: string): boolean {
  return /["\\\n\r\t]/.test(wanted) || line.toLowerCase().includes(wanted);
}

function textOf({ context, message, data }: LogLine): string {
  return `${context ?? ''} ${message} ${JSON.stringify(data)}`.toLowerCase();
}

function readLine(line: string, seq: number): LogLine {
  const parsed = parseJson(line);
  const { time, level, context, msg, ...data } = isJsonObject(parsed) ? parsed : { msg: line };
  return {
    seq,
    time: typeof time === 'string' ? time : '',
    level: LOG_LEVELS.find((known) => known === level) ?? 'info',
    context: typeof context === 'string' ? context : null,
    message: typeof msg === 'string' ? msg : '',
    data: withoutSecrets(data) as JsonObject,
  };
}

/** Once more by name: pino knows those of the first levels only. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, isSecretName(name) ? '***' : withoutSecrets(item)]),
  );
}

/** Still JSON, and still about the same job. */
function shortened(line: string): string {
  const { message, level, time, context, data } = readLine(line, 0);
  const ids = Object.fromEntries(['jobId', 'dir', 'server'].map((name) => [name, data[name]]));
  return JSON.stringify({ level, time, context, ...ids, msg: `${message.slice(0, MAX_LINE_CHARS / 2)}…` });
}
