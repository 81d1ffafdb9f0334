// The simulated servers of the demo: inside this process, on ports of this machine that only it can reach. Nothing of
// them is loaded before somebody wants them (docs/adr/0016).
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';

interface Machine {
  readonly url: string;
  close(): Promise<void>;
}

/** How to reach one. */
export interface DemoAddress {
  base_url: string;
  app_type: string;
  credentials: { type: 'basic'; username: string; password: string };
}

/** What every one of them is told. */
interface Surroundings {
  host: string;
  /** Nobody turns knobs from outside. */
  controls: false;
  remembered: number;
  dataDir: string;
}

interface Model {
  appType: string;
  start(surroundings: Surroundings, password: string): Promise<Machine>;
}

const USER = 'demo';

const forge = (stepMs: number, loadMs: number): Model => ({
  appType: 'forge',
  async start(surroundings, password) {
    const { startForgeSimulator } = await import('../../simulators/forge/index.js');
    return startForgeSimulator({ ...surroundings, stepMs, loadMs, apiAuth: { user: USER, password } });
  },
});

/** It knows no login; a proxy before it does. */
const comfyui = (stepMs: number, loadMs: number): Model => ({
  appType: 'comfyui',
  async start(surroundings, password) {
    const { startComfyuiSimulator } = await import('../../simulators/comfyui/index.js');
    const value = `Basic ${Buffer.from(`${USER}:${password}`).toString('base64')}`;
    const auth = { header: 'authorization', value };
    return startComfyuiSimulator({ ...surroundings, stepMs, loadMs, auth });
  },
});

/** A quick one, a slow one, and one of the other kind. */
const MODELS = [forge(90, 1_500), forge(160, 2_500), comfyui(120, 800)];

@Injectable()
export class DemoMachines {
  private readonly folder: string;
  private machines: Machine[] = [];
  /** Other programs on this machine, and pages in its browsers, reach the ports too. */
  private readonly password = randomBytes(24).toString('base64url');

  constructor(@Inject(SETTINGS) settings: Pick<Settings, 'dataDir'>) {
    this.folder = join(settings.dataDir, 'demo');
  }

  get running(): boolean {
    return this.machines.length > 0;
  }

  /** @returns their addresses, in their order */
  async start(): Promise<DemoAddress[]> {
    if (!this.running) this.machines = await this.startAll();
    const credentials = { type: 'basic' as const, username: USER, password: this.password };
    return this.machines.map(({ url }, index) => ({
      base_url: url,
      app_type: MODELS[index]!.appType,
      credentials,
    }));
  }

  /** With what they have stored. */
  async stop(): Promise<void> {
    const machines = this.machines;
    this.machines = [];
    await Promise.all(machines.map((machine) => machine.close()));
    await rm(this.folder, { recursive: true, force: true });
  }

  private async startAll(): Promise<Machine[]> {
    await rm(this.folder, { recursive: true, force: true });
    const surroundings = { host: '127.0.0.1', controls: false as const, remembered: 100 };
    return Promise.all(
      MODELS.map((model, index) =>
        model.start({ ...surroundings, dataDir: join(this.folder, String(index + 1)) }, this.password),
      ),
    );
  }
}
