import { parseArgs } from 'node:util';

export interface CrashOptions {
  /** How often the server is killed with -9 after it was ready; kills during its start come on top. */
  kills: number;
  jobs: number;
  seed: number;
  /** Keeps the run's folder even when all is well. */
  keep: boolean;
}

/** @throws Error naming the flag that cannot be used */
export function readCrashOptions(args: string[]): CrashOptions {
  const { values } = parseArgs({
    args,
    options: {
      kills: { type: 'string', default: '50' },
      jobs: { type: 'string', default: '500' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
      keep: { type: 'boolean', default: false },
    },
  });
  return {
    kills: wholeNumber('kills', values.kills),
    jobs: wholeNumber('jobs', values.jobs),
    seed: wholeNumber('seed', values.seed),
    keep: values.keep,
  };
}

function wholeNumber(flag: string, text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new Error(`--${flag} must be a whole number, not "${text}"`);
  return Number(text);
}
