import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * The checkpoints "on disk" and the names they answer to. A file's hash becomes known when it is
 * first loaded and is remembered over restarts (cache.json); only then does the title carry it.
 */
export interface Checkpoint {
  /** Path relative to the model folder, e.g. `Pony/dummyPony_v1.safetensors`. */
  name: string;
}

export class ModelLibrary {
  private readonly checkpoints: Checkpoint[];
  private readonly hashed: Set<string>;
  private readonly cacheFile: string;

  constructor(
    names: readonly string[],
    readonly modelsRoot: string,
    dataDir: string,
    private readonly missing: () => string | undefined,
  ) {
    mkdirSync(dataDir, { recursive: true });
    this.cacheFile = join(dataDir, 'cache.json');
    this.checkpoints = names.map((name) => ({ name }));
    this.hashed = new Set(readCache(this.cacheFile));
  }

  list(): Checkpoint[] {
    const missing = this.missing();
    return this.checkpoints.filter(({ name }) => name !== missing && basename(name) !== missing);
  }

  /** The checkpoint of exactly this name, in any of the forms the server accepts. */
  byAlias(alias: string): Checkpoint | null {
    return this.list().find((checkpoint) => this.aliases(checkpoint).includes(alias)) ?? null;
  }

  /** The checkpoint a stored selection means: an alias, part of a title, or else the first there is. */
  select(selection: unknown): Checkpoint | null {
    if (typeof selection === 'string' && selection !== '') {
      const byTitle = this.list().filter((checkpoint) => this.title(checkpoint).includes(selection));
      const found =
        this.byAlias(selection) ?? byTitle[0] ?? this.byAlias(selection.replace(/ \[[0-9a-f]{10}\]$/, ''));
      if (found) return found;
    }
    return this.list()[0] ?? null;
  }

  hash(checkpoint: Checkpoint): string | null {
    return this.hashed.has(checkpoint.name) ? contentHash(checkpoint.name) : null;
  }

  /** Called on a load: from now on the hash is known. */
  learnHash(checkpoint: Checkpoint): string {
    if (!this.hashed.has(checkpoint.name)) {
      this.hashed.add(checkpoint.name);
      writeFileSync(this.cacheFile, JSON.stringify({ hashes: [...this.hashed] }));
    }
    return contentHash(checkpoint.name);
  }

  title(checkpoint: Checkpoint): string {
    const hash = this.hash(checkpoint);
    return hash ? `${checkpoint.name} [${hash.slice(0, 10)}]` : checkpoint.name;
  }

  /** The row of GET /sdapi/v1/sd-models. */
  describe(checkpoint: Checkpoint): object {
    const hash = this.hash(checkpoint);
    return {
      title: this.title(checkpoint),
      model_name: modelName(checkpoint),
      hash: hash?.slice(0, 10) ?? null,
      sha256: hash,
      filename: `${this.modelsRoot}/Stable-diffusion/${checkpoint.name}`,
      config: null,
    };
  }

  private aliases(checkpoint: Checkpoint): string[] {
    const names = [checkpoint.name, shortName(checkpoint), modelName(checkpoint)];
    const hash = this.hash(checkpoint);
    if (!hash) return names;
    const short = hash.slice(0, 10);
    return [...names, short, hash, `${checkpoint.name} [${short}]`, `${shortName(checkpoint)} [${short}]`];
  }
}

/** The name in infotexts: without folder and extension. */
export function shortName(checkpoint: Checkpoint): string {
  return basename(checkpoint.name).replace(/\.[^.]+$/, '');
}

function modelName(checkpoint: Checkpoint): string {
  return checkpoint.name.replace(/\.[^.]+$/, '').replaceAll('/', '_');
}

/** Stands in for the sha256 of a file: the synthetic content is the name. */
export function contentHash(name: string): string {
  return createHash('sha256').update(`synthetic content of ${name}`).digest('hex');
}

function readCache(file: string): string[] {
  if (!existsSync(file)) return [];
  const cache = JSON.parse(readFileSync(file, 'utf8')) as { hashes?: unknown };
  return Array.isArray(cache.hashes)
    ? cache.hashes.filter((item): item is string => typeof item === 'string')
    : [];
}
