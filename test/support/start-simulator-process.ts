// A simulated generation server in a process of its own: it lives on when StableQueue dies, and can die itself.
import { readFileSync } from 'node:fs';
import { request } from 'undici';
import type { Generation } from '../../simulators/forge/index.js';
import { builtProgram } from './built-program.js';
import { ChildProgram } from './child-program.js';

const START_MS = 60_000;

export interface SimulatorProcessOptions {
  dialect: 'forge' | 'a1111';
  /** Outlives the process: saved options and pictures. */
  dataDir: string;
  /** Each finished generation as a line of JSON. */
  logFile: string;
  stepMs: number;
  loadMs: number;
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
  finished(): Generation[] {
    const lines = readFileSync(this.options.logFile, 'utf8').split('\n');
    return lines.filter(Boolean).flatMap(readLine);
  }

  async stop(): Promise<void> {
    await this.program.end('SIGKILL');
  }
}

/** A kill may cut the last line of a life. */
function readLine(line: string): Generation[] {
  try {
    return [JSON.parse(line) as Generation];
  } catch {
    return [];
  }
}

async function spawnSimulator(
  options: SimulatorProcessOptions,
  port: number,
): Promise<{ program: ChildProgram; url: string }> {
  const { dialect, dataDir, logFile, stepMs, loadMs } = options;
  const flags = {
    dialect,
    port,
    'step-ms': stepMs,
    'load-ms': loadMs,
    'save-ms': 2,
    'data-dir': dataDir,
    'log-file': logFile,
  };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const program = new ChildProgram(builtProgram('simulators/forge/main.js'), args);
  const [, url] = await program.lineThat(/simulator \(\w+\) on (\S+)/, START_MS);
  return { program, url: url ?? '' };
}
