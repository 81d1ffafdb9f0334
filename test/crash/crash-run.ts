// The crash run (`npm run test:crash`): jobs are submitted and run while the server is killed with -9 again and again
// and its generation servers restart and die too. In the end a checker compares what was promised, what is stored,
// what is on disk and what the servers really did. Exit code 1 when anything is broken.
//   node dist/test/crash/crash-run.js --kills 50 --jobs 500 [--seed n] [--keep]
import { mkdirSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { pause } from '../../src/common/pause.js';
import { builtProgram } from '../support/built-program.js';
import { ChildProgram } from '../support/child-program.js';
import { eventually } from '../support/eventually.js';
import { QUICK_SETTINGS } from '../support/start-app.js';
import { startProcess, type ServerProcess } from '../support/start-process.js';
import { makeTempFolder, removeFolder } from '../support/temp-folder.js';
import { CrashClient } from './crash-client.js';
import { gatherEvidence } from './crash-evidence.js';
import { CrashFleet } from './crash-fleet.js';
import { CrashHistory } from './crash-history.js';
import { readCrashOptions, type CrashOptions } from './crash-options.js';
import { reportOf, type CrashReport, type RunFacts } from './crash-report.js';
import { Random } from './random.js';

const SETTINGS = { LEASE_MS: '2000', SQLITE_SYNCHRONOUS: 'full', LOG_LEVEL: 'info' };
const SETTLE_MS = 300_000;
const TIDY_MS = 20_000;
const KILL_DURING_START_SHARE = 0.15;
const DISTURBED_SHARE = 0.6;

class CrashRun {
  private readonly random: Random;
  private readonly dataDir: string;
  private readonly history: CrashHistory;
  private readonly startsMs: number[] = [];
  private killsDuringStart = 0;

  constructor(
    private readonly options: CrashOptions,
    folder: string,
    private readonly fleet: CrashFleet,
  ) {
    this.random = new Random(options.seed);
    this.dataDir = join(folder, 'data');
    mkdirSync(this.dataDir);
    this.history = new CrashHistory(join(folder, 'acknowledged.jsonl'));
  }

  async go(): Promise<CrashReport> {
    const startedAt = performance.now();
    const client = new CrashClient(this.fleet.members, this.history, new Random(this.options.seed + 1));
    await this.registerServers();
    for (let kill = 1; kill <= this.options.kills; kill += 1) await this.killOnce(client, kill);
    await this.fleet.calm();
    await this.settle(client);
    await this.tidyUp();
    this.history.close();
    const facts: RunFacts = {
      seed: this.options.seed,
      kills: this.options.kills,
      killsDuringStart: this.killsDuringStart,
      serverRestarts: this.fleet.restarts,
      serverKills: this.fleet.kills,
      startsMs: this.startsMs,
      unanswered: this.history.unanswered,
      durationMs: performance.now() - startedAt,
    };
    const evidence = gatherEvidence(
      join(this.dataDir, 'stablequeue.sqlite'),
      join(this.dataDir, 'outputs'),
      this.fleet.generations(),
    );
    return reportOf(evidence, this.history, facts);
  }

  private async registerServers(): Promise<void> {
    const server = await this.start();
    await this.fleet.register(server.api);
    await server.kill9();
  }

  private async killOnce(client: CrashClient, kill: number): Promise<void> {
    if (this.random.chance(KILL_DURING_START_SHARE)) await this.killDuringStart();
    const server = await this.start();
    const wanted = Math.ceil((this.options.jobs * kill) / this.options.kills) - this.history.jobs.length;
    const submitting = client.submit(server.api, wanted);
    await this.liveFor(this.random.between(100, 1_500));
    await server.kill9();
    await submitting;
    say(`kill ${kill} of ${this.options.kills}: ${this.history.jobs.length} jobs acknowledged`);
  }

  private async liveFor(lifeMs: number): Promise<void> {
    const disturbedAtMs = this.random.chance(DISTURBED_SHARE) ? this.random.between(0, lifeMs) : lifeMs;
    await pause(disturbedAtMs);
    if (disturbedAtMs < lifeMs) this.fleet.disturb(this.random);
    await pause(lifeMs - disturbedAtMs);
  }

  private async killDuringStart(): Promise<void> {
    const env = { ...QUICK_SETTINGS, ...SETTINGS, CONFIG_DATA_PATH: this.dataDir };
    const program = new ChildProgram(builtProgram('src/main.js'), [], env);
    await pause(this.random.between(200, 1_200));
    await program.end('SIGKILL');
    this.killsDuringStart += 1;
  }

  /** Nothing dies any more: all that was promised must come true. */
  private async settle(client: CrashClient): Promise<void> {
    const server = await this.start();
    await client.submit(server.api, this.options.jobs - this.history.jobs.length);
    await server.api.settled(SETTLE_MS);
    await server.stop();
  }

  /** Unfinished files are kept for an hour by the tidying of a start; here they are made that old. */
  private async tidyUp(): Promise<void> {
    const outputs = join(this.dataDir, 'outputs');
    const unfinished = (): string[] =>
      readdirSync(outputs, { recursive: true, encoding: 'utf8' }).filter((path) => path.includes('.part-'));
    const old = new Date(Date.now() - 7_200_000);
    for (const path of unfinished()) utimesSync(join(outputs, path), old, old);
    say(`${unfinished().length} unfinished files before the last start`);
    const server = await this.start();
    // What is still there then is for the checker to tell.
    await eventually(() => unfinished().length === 0, TIDY_MS).catch(() => undefined);
    await server.stop();
  }

  private async start(): Promise<ServerProcess> {
    const startedAt = performance.now();
    const server = await startProcess(this.dataDir, SETTINGS);
    this.startsMs.push(Math.round(performance.now() - startedAt));
    return server;
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function main(): Promise<boolean> {
  const options = readCrashOptions(process.argv.slice(2));
  const folder = makeTempFolder('crash');
  say(`crash run with seed ${options.seed}: ${options.kills} kills, ${options.jobs} jobs, in ${folder}`);
  const fleet = await CrashFleet.start(folder);
  try {
    const report = await new CrashRun(options, folder, fleet).go();
    say(`\n${report.text}\n`);
    if (report.isSound && !options.keep) await removeFolder(folder);
    else say(`The folder of this run is kept: ${folder}`);
    return report.isSound;
  } finally {
    await fleet.stop();
  }
}

main().then(
  (isSound) => process.exit(isSound ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
