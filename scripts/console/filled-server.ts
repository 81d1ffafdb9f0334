// A whole server in this process that looks as if somebody had used it for two weeks: for the screenshots and for the
// report about the console. Its pictures are simulated; nothing outside of this machine is asked for anything.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startComfyuiSimulator, type ComfyuiSimulator } from '../../simulators/comfyui/index.js';
import { startForgeSimulator, type ForgeSimulator } from '../../simulators/forge/index.js';
import { Clock } from '../../src/common/clock.js';
import { startApp, type RunningApp } from '../../test/support/start-app.js';
import { CHECKPOINTS, demoParams, LORAS } from './demo-prompts.js';
import { fillPresent } from './fill-present.js';
import { markImages } from './mark-images.js';

const DAY_MS = 86_400_000;
const DAYS = 14;
const SETTLED_MS = 120_000;
/** Jobs of each of the past days, over and over. */
const BUSY = [3, 1, 4, 2, 5, 3, 2];
const MODELS = { models: CHECKPOINTS, loras: LORAS };
/** History is made quickly, the present at the speed of a card. */
const QUICK = { stepMs: 1, loadMs: 1, saveMs: 0 };
const WORKING = { stepMs: 400, loadMs: 1_500, saveMs: 50 };
const COMFYUI = { checkpoints: CHECKPOINTS, loras: LORAS.map(({ file }) => file) };
const SIMULATED = 'Simulated: its pictures are made by arithmetic.';
const DIALECTS = { 'lab-4090': 'forge', 'lab-3060': 'forge', attic: 'a1111' } as const;
const SETTINGS = { WEBHOOK_ALLOW_PRIVATE: '127.0.0.1', STALL_TIMEOUT_MS: '36000000', JOB_MAX_RETRIES: '0' };

export class FilledServer {
  readonly simulators: Record<string, ForgeSimulator> = {};
  private comfyui: ComfyuiSimulator | null = null;

  private constructor(
    readonly running: RunningApp,
    /** Takes what webhooks send. */
    private readonly receiver: Server,
  ) {}

  static async start(): Promise<FilledServer> {
    const running = await startApp(SETTINGS);
    const receiver = createServer((request, response) => {
      request.resume();
      response.writeHead(request.url === '/broken' ? 500 : 204).end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    return new FilledServer(running, receiver);
  }

  get url(): string {
    return this.running.url;
  }

  get receiverUrl(): string {
    return `http://127.0.0.1:${(this.receiver.address() as AddressInfo).port}`;
  }

  async fill(): Promise<void> {
    for (const [alias, dialect] of Object.entries(DIALECTS)) {
      const simulator = await startForgeSimulator({ ...MODELS, ...QUICK, dialect });
      this.simulators[alias] = simulator;
      await this.running.api.addServer({
        ...{ alias, base_url: simulator.url, app_type: dialect, notes: SIMULATED },
      });
    }
    this.comfyui = await startComfyuiSimulator({ models: COMFYUI });
    await this.running.api.addServer({
      ...{ alias: 'studio', base_url: this.comfyui.url, app_type: 'comfyui', notes: SIMULATED },
    });
    await this.fillPast();
    await markImages(this.running.api);
    await fillPresent(this);
  }

  /** The simulated servers start again, at their addresses, and work as slowly as real ones. */
  async atWorkingSpeed(): Promise<void> {
    for (const [alias, dialect] of Object.entries(DIALECTS)) {
      const { port } = this.simulators[alias]!;
      await this.simulators[alias]!.close();
      this.simulators[alias] = await startForgeSimulator({ ...MODELS, ...WORKING, dialect, port });
      await this.running.api.serverIs(alias, 'online', SETTLED_MS);
    }
  }

  async close(): Promise<void> {
    await this.running.stop();
    for (const simulator of Object.values(this.simulators)) await simulator.close();
    await this.comfyui?.close();
    await new Promise((resolve) => this.receiver.close(resolve));
  }

  /** Day after day, with the server's clock set back. */
  private async fillPast(): Promise<void> {
    const { api, app } = this.running;
    const clock = app.get(Clock, { strict: false });
    const now = clock.now.bind(clock);
    let number = 0;
    for (let day = DAYS; day >= 1; day -= 1) {
      clock.now = () => now() - day * DAY_MS;
      for (let jobs = BUSY[day % BUSY.length]!; jobs > 0; jobs -= 1) {
        const server = number % 5 === 4 ? 'attic' : number % 2 ? 'lab-3060' : 'lab-4090';
        await api.submit({ params: demoParams(number), server, source: 'console' });
        number += 1;
      }
      await api.settled(SETTLED_MS);
    }
    clock.now = now;
  }
}
