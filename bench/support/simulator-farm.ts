// Several simulated Forges in one process: `simulator-farm <how many> <step ms> <folder>`.
import { join } from 'node:path';
import { startForgeSimulator } from '../../simulators/forge/index.js';

const [count = '1', stepMs = '100', folder = '.'] = process.argv.slice(2);
const starting = Array.from({ length: Number(count) }, (_, number) =>
  startForgeSimulator({
    stepMs: Number(stepMs),
    loadMs: 0,
    saveMs: 0,
    dataDir: join(folder, String(number)),
  }),
);
const simulators = await Promise.all(starting);
process.stdout.write(`simulators on ${simulators.map(({ url }) => url).join(' ')}\n`);
