import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startForgeSimulator } from './simulator.js';
import type { ForgeSimulatorOptions } from './simulator-options.js';

/**
 * The simulator as a program: `node dist/simulators/forge/main.js --port 7860 --dialect forge`.
 * Prints one line when it accepts connections.
 */
const { values } = parseArgs({
  options: {
    dialect: { type: 'string', default: 'forge' },
    host: { type: 'string' },
    port: { type: 'string', default: '7860' },
    'base-path': { type: 'string' },
    'tls-key': { type: 'string' },
    'tls-cert': { type: 'string' },
    'api-auth': { type: 'string' },
    'gradio-auth': { type: 'string' },
    'no-api': { type: 'boolean' },
    'no-cuda': { type: 'boolean' },
    nowebui: { type: 'boolean' },
    models: { type: 'string' },
    loras: { type: 'string' },
    modules: { type: 'string' },
    vaes: { type: 'string' },
    'step-ms': { type: 'string' },
    'load-ms': { type: 'string' },
    'save-ms': { type: 'string' },
    threads: { type: 'string' },
    'data-dir': { type: 'string' },
    'log-file': { type: 'string' },
    knobs: { type: 'string' },
  },
});

type Flag = keyof typeof values;

function number(flag: Flag): number | undefined {
  const text = values[flag];
  if (text === undefined) return undefined;
  const parsed = Number(text);
  if (!Number.isFinite(parsed) || parsed < 0)
    throw new Error(`--${flag} must be a number, not ${String(text)}`);
  return parsed;
}

function names(flag: Flag): string[] | undefined {
  const text = values[flag];
  return typeof text === 'string' ? text.split(',').filter(Boolean) : undefined;
}

function login(flag: Flag): { user: string; password: string } | undefined {
  const text = values[flag];
  if (typeof text !== 'string') return undefined;
  const [user = '', ...password] = text.split(':');
  return { user, password: password.join(':') };
}

function readOptions(): ForgeSimulatorOptions {
  if (values.dialect !== 'forge' && values.dialect !== 'a1111')
    throw new Error('--dialect must be forge or a1111');
  const given: { [K in keyof ForgeSimulatorOptions]: ForgeSimulatorOptions[K] | undefined } = {
    dialect: values.dialect,
    host: values.host,
    port: number('port'),
    basePath: values['base-path'],
    apiAuth: login('api-auth'),
    gradioAuth: login('gradio-auth'),
    api: !values['no-api'],
    cuda: !values['no-cuda'],
    nowebui: values.nowebui ?? false,
    models: names('models'),
    loras: names('loras')?.map((file) => ({ file })),
    modules: names('modules'),
    vaes: names('vaes'),
    stepMs: number('step-ms'),
    loadMs: number('load-ms'),
    saveMs: number('save-ms'),
    threads: number('threads'),
    dataDir: values['data-dir'],
    logFile: values['log-file'],
    knobs:
      values.knobs === undefined ? undefined : (JSON.parse(values.knobs) as ForgeSimulatorOptions['knobs']),
    tls:
      values['tls-key'] && values['tls-cert']
        ? { key: readFileSync(values['tls-key'], 'utf8'), cert: readFileSync(values['tls-cert'], 'utf8') }
        : undefined,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

const simulator = await startForgeSimulator(readOptions());
process.stdout.write(`forge simulator (${values.dialect}) on ${simulator.url}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void simulator.close().then(() => process.exit(0)));
}
