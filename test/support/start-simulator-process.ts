// A simulated generation server in a process of its own: it lives on when StableQueue dies, and can die itself.
import { readFileSync } from 'node:fs';
import { request } from 'undici';
import type { BaseGeneration } from '../../simulators/common/generation-log.js';
import { builtProgram } from './built-program.js';
import { ChildProgram } from './child-program.js';

const START_MS = 60_000;

/** What every simulator tells of a generation; `seed` is -1 before it was drawn. */
export type RecordedGeneration = BaseGeneration & { seed: number };

export interface SimulatorProcessOptions {
  program: 'forge' | 'comfyui';
  /** Flags of its own; `true` for those without a value. */
  flags: Readonly<Record<string, string | number | true>>;
  /** Outlives the process: saved options and pictures. */
  dataDir: string;
  /** Each finished generation as a line of JSON. */
  logFile: string;
}

export class SimulatorProcess {
  private constructor(
    private readonly options: SimulatorProcessOptions,
    private program: ChildProgram,
    readonly url: string,
  ) {}

  static async start(options: SimulatorProcessOptions): Promise<SimulatorProcess> {
    const { program, url } = await spawnSimulator(options, 0);
    return new SimulatorProcess(options, program, url);
  }

  /** The imitated server dies and is back on the same port after `downMs`; the process goes on. */
  async restart(downMs: number): Promise<void> {
    const answer = await request(`${this.url}/__sim/restart`, {
      method: 'POST',
      body: JSON.stringify({ downMs }),
    });
    await answer.body.dump();
  }

  /** kill -9, `downMs` of silence, and a new process on the same port. */
  async killAndRespawn(downMs: number): Promise<void> {
    await this.program.end('SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, downMs));
    ({ program: this.program } = await spawnSimulator(this.options, Number(new URL(this.url).port)));
  }

  /** What this server has really done so far. */
  finished(): RecordedGeneration[] {
    const lines = readFileSync(this.options.logFile, 'utf8').split('\n');
    return lines.filter(Boolean).flatMap(readLine);
  }

  async stop(): Promise<void> {
    await this.program.end('SIGKILL');
  }
}

/** A kill may cut the last line of a life. */
function readLine(line: string): RecordedGeneration[] {
  try {
    return [JSON.parse(line) as RecordedGeneration];
  } catch {
    return [];
  }
}

async function spawnSimulator(
  options: SimulatorProcessOptions,
  port: number,
): Promise<{ program: ChildProgram; url: string }> {
  const { program: name, dataDir, logFile } = options;
  const flags: SimulatorProcessOptions['flags'] = {
    ...options.flags,
    port,
    'data-dir': dataDir,
    'log-file': logFile,
  };
  const args = Object.entries(flags).flatMap(([flag, value]) =>
    value === true ? [`--${flag}`] : [`--${flag}`, String(value)],
  );
  const program = new ChildProgram(builtProgram(`simulators/${name}/main.js`), args);
  const [, url] = await program.lineThat(/simulator \([^)]+\) on (\S+)/, START_MS);
  return { program, url: url ?? '' };
}
