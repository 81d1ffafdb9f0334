// Structured logs: one JSON line each, with `dir` on lines that cross a boundary (`server→queue`, `queue→server`,
// `queue→client`, `poll`), and no secret ever.
import type { LoggerService } from '@nestjs/common';
import { pino, type Logger as Pino } from 'pino';
import type { LogLevelName } from '../config/settings.js';

const SECRET_PATHS = [
  'password',
  'secret',
  'token',
  'authorization',
  'cookie',
  'apiKey',
  'credentials',
  'extraHeaders',
].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

export class PinoLogger implements LoggerService {
  private readonly pino: Pino;

  constructor(level: LogLevelName) {
    this.pino = pino({
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRET_PATHS, censor: '***' },
    });
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
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
  private write(
    level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal',
    message: unknown,
    rest: unknown[],
  ): void {
    const context = typeof rest.at(-1) === 'string' ? (rest.at(-1) as string) : undefined;
    const fields = Object.assign(
      {},
      ...rest.filter((item) => typeof item === 'object' && item !== null),
    ) as object;
    if (message instanceof Error) this.pino[level]({ context, err: message, ...fields }, message.message);
    else this.pino[level]({ context, ...fields }, String(message));
  }
}
