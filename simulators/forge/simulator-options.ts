import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { a1111 } from './dialects/a1111.js';
import type { Dialect } from './dialects/dialect.js';
import { forge } from './dialects/forge.js';
import type { Knobs } from './knobs.js';
import type { Lora } from './loras.js';

/** How a simulator is started. Everything has a default; protocol.md explains the modes. */
export interface ForgeSimulatorOptions {
  dialect?: 'forge' | 'a1111';
  host?: string;
  /** 0 = any free port. */
  port?: number;
  /** Serve under this path prefix, as behind a reverse proxy, e.g. `/gpu1`. */
  basePath?: string;
  tls?: { key: string; cert: string };
  /** Basic auth on the SDAPI (`--api-auth`). */
  apiAuth?: { user: string; password: string };
  /** Login of the web UI (`--gradio-auth`): pages, queue and files; not the SDAPI, nor /internal/*. */
  gradioAuth?: { user: string; password: string };
  /** false: started without `--api`, the SDAPI is 404 except for the LoRA routes. */
  api?: boolean;
  /** `--nowebui`: no /internal/*, no /config, no files. */
  nowebui?: boolean;
  /** Checkpoint files, relative to the model folder. */
  models?: string[];
  loras?: Lora[];
  /** VAE and text-encoder files (Forge). */
  modules?: string[];
  /** VAE files (A1111). */
  vaes?: string[];
  /** Duration of one sampling step, ms. */
  stepMs?: number;
  /** Duration of a model load, ms. */
  loadMs?: number;
  /** Duration of decoding and saving a batch, ms. */
  saveMs?: number;
  /** Time between two heartbeats on a stream of Gradio, ms. */
  heartbeatMs?: number;
  /** Worker threads of the web framework. */
  threads?: number;
  /** false: the memory endpoint answers as on a machine without a GPU. */
  cuda?: boolean;
  /** Memory of the GPU; default 8 GiB. */
  gpuBytes?: number;
  /** Where config.json and outputs/ live; default a temporary folder removed on close(). */
  dataDir?: string;
  /** Each finished generation is appended here as a line of JSON. */
  logFile?: string;
  knobs?: Partial<Knobs>;
  /** false: without `/__sim/…`, so that nobody can turn knobs or end it from outside. */
  controls?: boolean;
  /** How many generations and requests are remembered; default all generations and 20,000 requests. */
  remembered?: number;
}

/** The options with every gap filled. */
export interface Settings {
  dialect: Dialect;
  host: string;
  port: number;
  basePath: string;
  tls: { key: string; cert: string } | null;
  apiAuth: { user: string; password: string } | null;
  gradioAuth: { user: string; password: string } | null;
  api: boolean;
  nowebui: boolean;
  models: readonly string[];
  loras: readonly Lora[];
  /** Modules or VAEs, as the dialect has them. */
  modules: readonly string[];
  /** Where the imaginary model files lie; nothing is read from there. */
  modelsRoot: string;
  stepMs: number;
  loadMs: number;
  saveMs: number;
  heartbeatMs: number;
  threads: number;
  cuda: boolean;
  gpuBytes: number;
  dataDir: string;
  ownsDataDir: boolean;
  logFile: string | null;
  controls: boolean;
  remembered: { generations: number; requests: number };
}

const defaultLoras: Lora[] = [
  { file: 'dummyLora.safetensors' },
  { file: 'styles/inkStyle_v2.safetensors', alias: 'inkStyle' },
];

export function fillOptions(options: ForgeSimulatorOptions): Settings {
  const dialect = options.dialect === 'a1111' ? a1111 : forge;
  return {
    dialect,
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    basePath: (options.basePath ?? '').replace(/\/+$/, ''),
    tls: options.tls ?? null,
    apiAuth: options.apiAuth ?? null,
    gradioAuth: options.gradioAuth ?? null,
    api: options.api ?? true,
    nowebui: options.nowebui ?? false,
    models: options.models ?? ['modelA.safetensors', 'modelB.safetensors', 'Pony/dummyPony_v1.safetensors'],
    loras: options.loras ?? defaultLoras,
    modules: (dialect.hasModules ? options.modules : options.vaes) ?? ['dummyVAE.safetensors'],
    modelsRoot: `/srv/${dialect.name}/models`,
    stepMs: options.stepMs ?? 20,
    loadMs: options.loadMs ?? 200,
    saveMs: options.saveMs ?? 10,
    heartbeatMs: options.heartbeatMs ?? 15_000,
    threads: options.threads ?? 40,
    cuda: options.cuda ?? true,
    gpuBytes: options.gpuBytes ?? 8 * 2 ** 30,
    dataDir: options.dataDir ? resolve(options.dataDir) : mkdtempSync(join(tmpdir(), 'forge-simulator-')),
    ownsDataDir: !options.dataDir,
    logFile: options.logFile ?? null,
    controls: options.controls ?? true,
    remembered: { generations: options.remembered ?? Infinity, requests: options.remembered ?? 20_000 },
  };
}
