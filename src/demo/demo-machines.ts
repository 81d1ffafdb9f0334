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
  credentials: { type: 'basic'; username: string; password: string };
}

/** A quick one and a slow one. */
const PACES = [
  { stepMs: 90, loadMs: 1_500 },
  { stepMs: 160, loadMs: 2_500 },
];

const USER = 'demo';

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
    return this.machines.map(({ url }) => ({ base_url: url, credentials }));
  }

  /** With what they have stored. */
  async stop(): Promise<void> {
    const machines = this.machines;
    this.machines = [];
    await Promise.all(machines.map((machine) => machine.close()));
    await rm(this.folder, { recursive: true, force: true });
  }

  private async startAll(): Promise<Machine[]> {
    const { startForgeSimulator } = await import('../../simulators/forge/index.js');
    await rm(this.folder, { recursive: true, force: true });
    return Promise.all(
      PACES.map((pace, index) =>
        startForgeSimulator({
          ...pace,
          host: '127.0.0.1',
          controls: false,
          remembered: 100,
          apiAuth: { user: USER, password: this.password },
          dataDir: join(this.folder, String(index + 1)),
        }),
      ),
    );
  }
}
