// A Node program in a process of its own: its output by lines, its end, and the signals that a test sends to it.
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { eventually } from './eventually.js';

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

const REMEMBERED_LINES = 5_000;

export class ChildProgram {
  /** Both outputs, oldest first. */
  readonly lines: string[] = [];
  readonly exited: Promise<Exit>;
  private readonly child: ChildProcess;

  constructor(
    program: string,
    args: readonly string[],
    env: Readonly<Record<string, string | undefined>> = {},
  ) {
    this.child = spawn(process.execPath, [program, ...args], {
      env: { PATH: process.env['PATH'], TZ: process.env['TZ'], NODE_ENV: 'production', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.remember(line));
    }
    this.exited = new Promise((resolve) =>
      this.child.once('close', (code, signal) => resolve({ code, signal })),
    );
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** @throws Error when the program ends before it writes such a line, or does not in time */
  async lineThat(pattern: RegExp, timeoutMs: number): Promise<RegExpExecArray> {
    return eventually(() => {
      for (const line of this.lines) {
        const match = pattern.exec(line);
        if (match) return match;
      }
      if (!this.isRunning)
        throw new Error(
          `ended with ${this.child.exitCode ?? this.child.signalCode}:\n${this.lines.slice(-10).join('\n')}`,
        );
      return null;
    }, timeoutMs);
  }

  /** Without waiting. */
  signal(signal: NodeJS.Signals): void {
    if (this.isRunning) this.child.kill(signal);
  }

  /** Sends it and waits for the end. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<Exit> {
    this.signal(signal);
    return this.exited;
  }

  private remember(line: string): void {
    this.lines.push(line);
    if (this.lines.length > REMEMBERED_LINES) this.lines.shift();
  }
}
