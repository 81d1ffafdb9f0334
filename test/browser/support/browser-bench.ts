// The whole server with its built console in this process, simulated generation servers, and a browser to look at it
// with. A test that leaves a console error, a warning or a failed request behind has failed.
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import {
  startComfyuiSimulator,
  type ComfyuiSimulator,
  type ComfyuiSimulatorOptions,
} from '../../../simulators/comfyui/index.js';
import {
  startForgeSimulator,
  type ForgeSimulator,
  type ForgeSimulatorOptions,
} from '../../../simulators/forge/index.js';
import { consoleFolder } from '../../../src/web-console/console-folder.js';
import type { ApiClient } from '../../support/api-client.js';
import { startApp, type RunningApp, type SettingsOverrides } from '../../support/start-app.js';
import { makeTempFolder, removeFolder } from '../../support/temp-folder.js';
import { launchChromium } from './chromium.js';
import { SCREENS, type Screen } from './screens.js';
import { Troubles } from './troubles.js';
import { Visit } from './visit.js';

export class BrowserBench {
  readonly troubles = new Troubles();
  private visits: Visit[] = [];
  private simulators: (ForgeSimulator | ComfyuiSimulator)[] = [];

  private constructor(
    private readonly browser: Browser,
    private readonly dataDir: string,
    private readonly overrides: SettingsOverrides,
    private app: RunningApp,
  ) {}

  static async open(overrides: SettingsOverrides = {}): Promise<BrowserBench> {
    if (consoleFolder() === null) throw new Error('The console is not built: run "npm run build" first.');
    const dataDir = makeTempFolder('browser');
    const [browser, app] = await Promise.all([launchChromium(), startApp(overrides, dataDir)]);
    return new BrowserBench(browser, dataDir, overrides, app);
  }

  get running(): RunningApp {
    return this.app;
  }

  get api(): ApiClient {
    return this.app.api;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  private get port(): number {
    return (this.app.app.getHttpServer().address() as AddressInfo).port;
  }

  /** Somebody with a browser of their own: no cookies, nothing stored. */
  async visit(screen: Screen, options: BrowserContextOptions = {}): Promise<Visit> {
    const context = await this.browser.newContext({
      ...SCREENS[screen],
      baseURL: this.url,
      reducedMotion: 'reduce',
      ...options,
    });
    this.troubles.watch(context);
    const visit = new Visit(screen, context, await context.newPage());
    this.visits.push(visit);
    return visit;
  }

  /** A generation server that is online, with pictures that come quickly. */
  async serve(alias: string, options: ForgeSimulatorOptions = {}): Promise<ForgeSimulator> {
    const simulator = await startForgeSimulator({ stepMs: 5, loadMs: 10, saveMs: 0, ...options });
    this.simulators.push(simulator);
    await this.api.addServer({ alias, base_url: simulator.url, app_type: options.dialect ?? 'forge' });
    return simulator;
  }

  /** A ComfyUI that runs, not yet added; its pictures come quickly, too. */
  async comfyui(options: ComfyuiSimulatorOptions = {}): Promise<ComfyuiSimulator> {
    const simulator = await startComfyuiSimulator({ stepMs: 5, loadMs: 10, decodeMs: 5, ...options });
    this.simulators.push(simulator);
    return simulator;
  }

  async stopServer(): Promise<() => Promise<void>> {
    const { port } = this;
    await this.app.stop();
    return async () => {
      this.app = await startApp({ ...this.overrides, PORT: String(port) }, this.dataDir);
    };
  }

  /** Between tests: pages are closed. @throws Error naming whatever went wrong in one of them */
  async leave(): Promise<void> {
    for (const { context } of this.visits.splice(0)) await context.close();
    const { all } = this.troubles;
    this.troubles.forget();
    if (all.length) throw new Error(`The browser complained:\n${all.join('\n')}`);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.app.stop();
    for (const simulator of this.simulators.splice(0)) await simulator.close();
    await removeFolder(this.dataDir);
  }
}
