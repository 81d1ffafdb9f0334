import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { abilitiesOf } from './abilities.js';
import type { Abilities } from './abilities.js';
import type { Knobs } from './knobs.js';
import { modelFile } from './model-files.js';
import type { ModelFile, ModelFolders } from './model-files.js';

/** How a simulator is started. Everything has a default; protocol.md explains the modes. */
export interface ComfyuiSimulatorOptions {
  /** The imitated release, e.g. `0.3.40`; default 0.33.0, the one that was recorded. */
  version?: string;
  host?: string;
  /** 0 = any free port. */
  port?: number;
  /** Serve under this path prefix, as behind a reverse proxy, e.g. `/gpu1`. */
  basePath?: string;
  tls?: { key: string; cert: string };
  /** A proxy in front that wants this header on every request and WebSocket, or else says 401. */
  auth?: { header: string; value: string };
  /** Model files per folder, relative to it: names, or with their size and how long they load. */
  models?: Partial<Record<keyof ModelFolders, (string | ModelFile)[]>>;
  /** A server on Windows: model names with backslashes, another `os`. */
  windows?: boolean;
  /** false: no GPU, the device is `cpu`. */
  cuda?: boolean;
  /** One entry per GPU that is seen; the first one works. Default 8 GiB. */
  vramBytes?: number[];
  /** Duration of one sampling step, ms. */
  stepMs?: number;
  /** Duration of reading a model file of 2 GiB, ms; others in proportion. */
  loadMs?: number;
  /** Duration of encoding or decoding a batch, ms. */
  decodeMs?: number;
  /** Between `execution_success` and the entry in the history, ms. */
  historyDelayMs?: number;
  /** `--preview-method`; none: no previews unless the prompt asks. */
  previews?: 'none' | 'latent2rgb';
  /** `--cache-classic`, `--cache-none`; default as the release has it. */
  cache?: 'classic' | 'all' | 'none';
  /** `--enable-cors-header`: no origin checks. */
  cors?: string;
  /** `--max-upload-size`, bytes. */
  maxUploadBytes?: number;
  /** The bug of two WebSockets with the same id (#16010); default on, as in every release so far. */
  socketBug?: boolean;
  /** Where input/, output/ and temp/ live; default a temporary folder removed on close(). */
  dataDir?: string;
  /** Each finished prompt is appended here as a line of JSON. */
  logFile?: string;
  knobs?: Partial<Knobs>;
  /** false: without `/__sim/…`, so that nobody can turn knobs or end it from outside. */
  controls?: boolean;
  /** How many generations and requests are remembered; default all generations and 20,000 requests. */
  remembered?: number;
}

/** The options with every gap filled. */
export interface Settings {
  version: string;
  can: Abilities;
  host: string;
  port: number;
  basePath: string;
  tls: { key: string; cert: string } | null;
  auth: { header: string; value: string } | null;
  models: ModelFolders;
  windows: boolean;
  cuda: boolean;
  vramBytes: readonly number[];
  stepMs: number;
  loadMs: number;
  decodeMs: number;
  historyDelayMs: number;
  previews: 'none' | 'latent2rgb';
  cache: 'classic' | 'all' | 'none';
  cors: string | null;
  maxUploadBytes: number;
  socketBug: boolean;
  dataDir: string;
  ownsDataDir: boolean;
  logFile: string | null;
  controls: boolean;
  remembered: { generations: number; requests: number };
}

const GIBIBYTE = 2 ** 30;

const defaultModels: Record<keyof ModelFolders, string[]> = {
  checkpoints: ['dummySD15.safetensors', 'dummyXL.safetensors', 'sub/dummyOther.safetensors'],
  diffusionModels: ['dummy-flux.safetensors'],
  textEncoders: ['clip_l.safetensors', 't5xxl_fp16.safetensors'],
  vaes: ['ae.safetensors', 'dummy-vae.safetensors'],
  loras: ['style-a.safetensors', 'sub/style-b.safetensors'],
  upscalers: ['dummy-x2.safetensors', 'dummy-x4.safetensors'],
  controlNets: [],
  embeddings: ['easyneg.safetensors'],
};

export function fillOptions(options: ComfyuiSimulatorOptions): Settings {
  const version = options.version ?? '0.33.0';
  const can = abilitiesOf(version);
  return {
    version,
    can,
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    basePath: (options.basePath ?? '').replace(/\/+$/, ''),
    tls: options.tls ?? null,
    auth: options.auth ?? null,
    models: fillModels(options.models ?? {}),
    windows: options.windows ?? false,
    cuda: options.cuda ?? true,
    vramBytes: options.vramBytes ?? [8 * GIBIBYTE],
    stepMs: options.stepMs ?? 20,
    loadMs: options.loadMs ?? 200,
    decodeMs: options.decodeMs ?? 10,
    historyDelayMs: options.historyDelayMs ?? 10,
    previews: options.previews ?? 'none',
    cache: options.cache ?? (can.keepsCache ? 'all' : 'classic'),
    cors: options.cors ?? null,
    maxUploadBytes: options.maxUploadBytes ?? 100 * 1024 * 1024,
    socketBug: options.socketBug ?? true,
    dataDir: options.dataDir ? resolve(options.dataDir) : mkdtempSync(join(tmpdir(), 'comfyui-simulator-')),
    ownsDataDir: !options.dataDir,
    logFile: options.logFile ?? null,
    controls: options.controls ?? true,
    remembered: { generations: options.remembered ?? Infinity, requests: options.remembered ?? 20_000 },
  };
}

function fillModels(given: NonNullable<ComfyuiSimulatorOptions['models']>): ModelFolders {
  const files = (folder: keyof ModelFolders): ModelFile[] =>
    (given[folder] ?? defaultModels[folder]).map(modelFile);
  return {
    checkpoints: files('checkpoints'),
    diffusionModels: files('diffusionModels'),
    textEncoders: files('textEncoders'),
    vaes: files('vaes'),
    loras: files('loras'),
    upscalers: files('upscalers'),
    controlNets: files('controlNets'),
    embeddings: files('embeddings'),
  };
}
