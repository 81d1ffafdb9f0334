// The shipped server (`node dist/src/main.js`) in a process of its own, to be killed, frozen and started again.
import { ApiClient } from './api-client.js';
import { builtProgram } from './built-program.js';
import { ChildProgram, type Exit } from './child-program.js';
import { eventually } from './eventually.js';
import { QUICK_SETTINGS, type SettingsOverrides } from './start-app.js';

const START_MS = 60_000;

export interface ServerProcess {
  url: string;
  api: ApiClient;
  program: ChildProgram;
  /** kill -9, and it is gone. */
  kill9(): Promise<void>;
  /** SIGTERM, and how it ended. */
  stop(): Promise<Exit>;
}

/** Resolves once it takes jobs. */
export async function startProcess(
  dataDir: string,
  overrides: SettingsOverrides = {},
): Promise<ServerProcess> {
  const program = spawnServer(dataDir, overrides);
  const [, url] = await program.lineThat(/answers on (http:[^\s"]+)/, START_MS);
  const api = new ApiClient(url ?? '');
  await eventually(async () => (await api.call('GET', '/health/ready')).status === 200, START_MS);
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<Exit> => {
    const exit = await program.end(signal);
    await api.close();
    return exit;
  };
  return {
    url: api.url,
    api,
    program,
    kill9: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}

/** For starts that are expected to be refused. */
export async function startAndExit(
  dataDir: string,
  overrides: SettingsOverrides = {},
): Promise<Exit & { output: string }> {
  const program = spawnServer(dataDir, overrides);
  const exit = await program.exited;
  return { ...exit, output: program.lines.join('\n') };
}

function spawnServer(dataDir: string, overrides: SettingsOverrides): ChildProgram {
  const env = { ...QUICK_SETTINGS, LOG_LEVEL: 'info', CONFIG_DATA_PATH: dataDir, ...overrides };
  return new ChildProgram(builtProgram('src/main.js'), [], env);
}
