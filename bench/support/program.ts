// A compiled Node program in a process of its own, its output in a file: nobody here spends time reading it while
// something is measured.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '../../test/support/eventually.js';
import type { BenchRun } from '../benchmark.js';

const START_MS = 60_000;
const STOP_MS = 15_000;
const LOOK_EVERY_MS = 5;
/** `dist/`, where all programs lie. */
const BUILD = new URL('../../', import.meta.url);

export interface ProgramOptions {
  args?: readonly string[];
  nodeArgs?: readonly string[];
  env?: Readonly<Record<string, string>>;
}

export class Program {
  private readonly child: ChildProcess;
  private readonly logFile: string;
  private readonly exited: Promise<unknown>;

  /** `path` below the build, e.g. `src/main.js`. It is ended with the benchmark at the latest. */
  constructor(run: BenchRun, path: string, options: ProgramOptions = {}) {
    this.logFile = join(run.folder('log'), 'output.log');
    const output = openSync(this.logFile, 'a');
    const program = fileURLToPath(new URL(path, BUILD));
    this.child = spawn(process.execPath, [...(options.nodeArgs ?? []), program, ...(options.args ?? [])], {
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...options.env },
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    this.exited = once(this.child, 'exit');
    run.after(() => this.stop());
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** The first group of `pattern`, once the program has written such a line. @throws Error when it ends without one */
  logged(pattern: RegExp): Promise<string> {
    return eventually(
      () => {
        const found = pattern.exec(this.output())?.[1];
        if (found === undefined && this.hasEnded)
          throw new Error(`The program ended:\n${this.output().slice(-2000)}`);
        return found;
      },
      START_MS,
      LOOK_EVERY_MS,
    );
  }

  async stop(): Promise<void> {
    if (this.hasEnded) return;
    const patience = setTimeout(() => this.child.kill('SIGKILL'), STOP_MS);
    this.child.kill('SIGTERM');
    await this.exited;
    clearTimeout(patience);
  }

  private get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  private output(): string {
    return readFileSync(this.logFile, 'utf8');
  }
}
