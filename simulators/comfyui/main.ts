import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startComfyuiSimulator } from './simulator.js';
import type { ComfyuiSimulatorOptions } from './simulator-options.js';

/**
 * The simulator as a program: `node dist/simulators/comfyui/main.js --port 8188 --version 0.33.0`.
 * Prints one line when it accepts connections.
 */
const { values } = parseArgs({
  options: {
    version: { type: 'string' },
    host: { type: 'string' },
    port: { type: 'string', default: '8188' },
    'base-path': { type: 'string' },
    'tls-key': { type: 'string' },
    'tls-cert': { type: 'string' },
    auth: { type: 'string' },
    checkpoints: { type: 'string' },
    'diffusion-models': { type: 'string' },
    'text-encoders': { type: 'string' },
    vaes: { type: 'string' },
    loras: { type: 'string' },
    upscalers: { type: 'string' },
    windows: { type: 'boolean' },
    'no-cuda': { type: 'boolean' },
    'vram-mb': { type: 'string' },
    'step-ms': { type: 'string' },
    'load-ms': { type: 'string' },
    'decode-ms': { type: 'string' },
    'history-ms': { type: 'string' },
    previews: { type: 'boolean' },
    cache: { type: 'string' },
    cors: { type: 'string' },
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

/** `Header-Name: value`. */
function header(text: string | undefined): { header: string; value: string } | undefined {
  if (text === undefined) return undefined;
  const [, name, value] = /^([^:]+):\s*(.+)$/.exec(text) ?? [];
  if (!name || !value) throw new Error('--auth must look like "Authorization: Bearer secret"');
  return { header: name, value };
}

function cacheMode(): ComfyuiSimulatorOptions['cache'] {
  const modes = ['classic', 'all', 'none'] as const;
  if (values.cache === undefined) return undefined;
  const mode = modes.find((one) => one === values.cache);
  if (!mode) throw new Error('--cache must be classic, all or none');
  return mode;
}

function models(): ComfyuiSimulatorOptions['models'] {
  return defined({
    checkpoints: names('checkpoints'),
    diffusionModels: names('diffusion-models'),
    textEncoders: names('text-encoders'),
    vaes: names('vaes'),
    loras: names('loras'),
    upscalers: names('upscalers'),
  });
}

function readOptions(): ComfyuiSimulatorOptions {
  const vramMb = number('vram-mb');
  return defined({
    version: values.version,
    host: values.host,
    port: number('port'),
    basePath: values['base-path'],
    auth: header(values.auth),
    models: models(),
    windows: values.windows,
    cuda: !values['no-cuda'],
    vramBytes: vramMb === undefined ? undefined : [vramMb * 2 ** 20],
    stepMs: number('step-ms'),
    loadMs: number('load-ms'),
    decodeMs: number('decode-ms'),
    historyDelayMs: number('history-ms'),
    previews: values.previews ? 'latent2rgb' : undefined,
    cache: cacheMode(),
    cors: values.cors,
    dataDir: values['data-dir'],
    logFile: values['log-file'],
    knobs:
      values.knobs === undefined ? undefined : (JSON.parse(values.knobs) as ComfyuiSimulatorOptions['knobs']),
    tls:
      values['tls-key'] && values['tls-cert']
        ? { key: readFileSync(values['tls-key'], 'utf8'), cert: readFileSync(values['tls-cert'], 'utf8') }
        : undefined,
  });
}

/** Without what was not given. */
function defined<T extends object>(given: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;
}

const simulator = await startComfyuiSimulator(readOptions());
process.stdout.write(`comfyui simulator (${values.version ?? '0.33.0'}) on ${simulator.url}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void simulator.close().then(() => process.exit(0)));
}
