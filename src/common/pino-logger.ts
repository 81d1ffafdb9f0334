// Structured logs: one JSON line each, with `dir` on lines that cross a boundary (`client→queue`, `queue→server`,
// `server→queue`, `queue→client`, `poll`), and no secret ever. On a terminal the same lines as readable text.
import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger as Pino } from 'pino';
import type { LogLevelName, Settings } from '../config/settings.js';
import { isJsonObject, parseJson } from './json.js';
import type { LogBuffer } from './logs/log-buffer.js';

type WrittenLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

const SECRETS = [
  'password',
  'secret',
  'token',
  'authorization',
  'cookie',
  'apiKey',
  'credentials',
  'extraHeaders',
];
const SECRET_PATHS = SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** Nest's account of its own start; of interest only when that fails. */
const BOOTSTRAP = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

export class PinoLogger implements LoggerService {
  private readonly pino: Pino;

  /** `recent` gets every line too, as JSON. */
  constructor(level: LogLevelName, format: Settings['LOG_FORMAT'], recent?: LogBuffer) {
    const options = {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label: string) => ({ level: label }) },
      redact: { paths: SECRET_PATHS, censor: '***' },
    };
    const asText = format === 'text' || (format === 'auto' && process.stdout.isTTY);
    const output = asText ? textStream() : pino.destination({ fd: process.stdout.fd, sync: true });
    this.pino = pino(options, recent ? keeping(recent, output) : output);
  }

  log(message: unknown, ...rest: unknown[]): void {
    const isBootstrap = BOOTSTRAP.has(String(rest.at(-1)));
    this.write(isBootstrap ? 'debug' : 'info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest appends the context name as the last string; objects between are structured fields. */
  private write(level: WrittenLevel, message: unknown, rest: unknown[]): void {
    const context = typeof rest.at(-1) === 'string' ? rest.at(-1) : undefined;
    const fields = Object.assign({}, ...rest.filter((item) => typeof item === 'object')) as object;
    if (message instanceof Error) this.pino[level]({ context, err: message, ...fields }, message.message);
    else this.pino[level]({ context, ...fields }, String(message));
  }
}

function keeping(recent: LogBuffer, output: DestinationStream): DestinationStream {
  return {
    write: (line) => {
      recent.add(line);
      output.write(line);
    },
  };
}

function textStream(): DestinationStream {
  return { write: (line) => void process.stdout.write(readable(line)) };
}

/** A stack trace is meant to take several lines; text that a client may have written is not. */
function isTrace(message: unknown): boolean {
  return typeof message === 'string' && /\n {4}at /.test(message);
}

/** `20:21:10 INFO  Runner: Job sent  dir=queue→server jobId=…` */
export function readable(line: string): string {
  const parsed = parseJson(line);
  if (!isJsonObject(parsed)) return line;
  const { time, level, context, msg, ...fields } = parsed;
  const rest = Object.entries(fields).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const head = `${String(time).slice(11, 19)} ${String(level).toUpperCase().padEnd(5)} `;
  const text = `${head}${typeof context === 'string' ? `${context}: ` : ''}${String(msg)}${rest.length ? `  ${rest.join(' ')}` : ''}`;
  return `${isTrace(msg) ? text : text.replaceAll(/[\r\n]+/g, ' ')}\n`;
}
