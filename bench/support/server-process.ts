// The shipped server in a process of its own, with the settings it is shipped with.
import { ApiClient } from '../../test/support/api-client.js';
import { eventually } from '../../test/support/eventually.js';
import type { BenchRun } from '../benchmark.js';
import { Program } from './program.js';

const READY_MS = 60_000;
const LOOK_EVERY_MS = 2;

export interface ServerProcess {
  api: ApiClient;
  url: string;
  program: Program;
  stop(): Promise<void>;
}

/** Resolves once it takes jobs. `settings` are environment variables. */
export async function startServer(
  run: BenchRun,
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
  nodeArgs: readonly string[] = [],
): Promise<ServerProcess> {
  const env = { PORT: '0', CONFIG_DATA_PATH: dataDir, ...settings };
  const program = new Program(run, 'src/main.js', { env, nodeArgs });
  const url = await program.logged(/answers on (http:[^\s"]+)/);
  const api = new ApiClient(url);
  await eventually(
    async () => (await api.call('GET', '/health/ready')).status === 200,
    READY_MS,
    LOOK_EVERY_MS,
  );
  const stop = async (): Promise<void> => {
    await program.stop();
    await api.close();
  };
  run.after(stop);
  return { api, url, program, stop };
}
