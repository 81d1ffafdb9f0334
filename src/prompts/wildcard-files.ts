// The text files of `<data folder>/wildcards`, as a source of options. Reading is synchronous, because prompts are
// resolved where a submit is prepared; what was read stays in memory until the file changes. What people put there is
// not trusted: sizes and numbers are limited, links are not followed, and only names found by looking are opened.
// Changing files is `wildcard-library.ts`.
import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { suggest } from '../common/suggestions.js';
import type { WildcardPool, WildcardSource } from './resolve-prompt.js';
import { isWildcardName, matchNames } from './wildcard-name.js';
import { LinePool, readLines, type WildcardLines } from './wildcard-pool.js';

export const MAX_FILES = 2_000;
export const MAX_BYTES = 1_048_576;
export const EXTENSION = '.txt';
const MAX_FOLDERS = 500;
/** Comparing a name with 2,000 others takes a while; a prompt full of misspelt ones must not. */
const MAX_SUGGESTIONS = 20;
const MAX_POOLS = 500;
/** A pattern takes the first ones; more would hold everybody up while they are read. */
const MAX_FILES_PER_POOL = 200;
const LISTING_FRESH_MS = 1_000;
const CACHE_BYTES = 64 * 1_048_576;

interface Kept {
  mtimeMs: number;
  bytes: number;
  lines: WildcardLines;
}

/** Everything found out about the folder within one second, so that a thousand jobs ask the disk once. */
interface Listing {
  at: number;
  names: string[];
  near: Map<string, string[]>;
  pools: Map<string, WildcardPool | undefined>;
}

@Injectable()
export class WildcardFiles implements WildcardSource {
  /** Absolute. */
  readonly root: string;
  private readonly kept = new Map<string, Kept>();
  private keptBytes = 0;
  private listing: Listing | undefined;

  constructor(
    @Inject(SETTINGS) settings: Settings,
    private readonly clock: Clock,
  ) {
    this.root = join(settings.dataDir, 'wildcards');
  }

  /** Sorted. At most a second old. */
  names(): string[] {
    return this.fresh().names;
  }

  /** After a change by ourselves. */
  forget(name: string): void {
    this.listing = undefined;
    this.drop(name);
  }

  pool(name: string): WildcardPool | undefined {
    const { pools, names } = this.fresh();
    if (pools.has(name)) return pools.get(name);
    if (pools.size >= MAX_POOLS) pools.clear();
    const pool = this.poolOf(matchNames(names, name));
    pools.set(name, pool);
    return pool;
  }

  near(name: string): string[] {
    const { near, names } = this.fresh();
    const known = near.get(name) ?? (near.size < MAX_SUGGESTIONS ? suggest(name, names) : []);
    near.set(name, known);
    return known;
  }

  private poolOf(names: readonly string[]): WildcardPool | undefined {
    const files: WildcardLines[] = [];
    for (const name of names.slice(0, MAX_FILES_PER_POOL)) {
      const lines = this.lines(name);
      if (lines) files.push(lines);
    }
    return files.length ? new LinePool(files) : undefined;
  }

  /** Undefined: no such file, or none that may be read (larger than 1 MB, no plain file). */
  lines(name: string): WildcardLines | undefined {
    if (!isWildcardName(name)) return undefined;
    const opened = openPlain(join(this.root, `${name}${EXTENSION}`));
    if (opened === undefined) return undefined;
    try {
      const stats = fstatSync(opened);
      const { mtimeMs, size } = stats;
      const kept = this.kept.get(name);
      if (kept?.mtimeMs === mtimeMs && kept.bytes === size) return kept.lines;
      if (!stats.isFile() || size > MAX_BYTES) return undefined;
      return this.keep(name, { mtimeMs, bytes: size, lines: readLines(name, readFileSync(opened, 'utf8')) });
    } catch {
      // Gone or unreadable since it was opened: the same as not there.
      return undefined;
    } finally {
      closeSync(opened);
    }
  }

  private keep(name: string, kept: Kept): WildcardLines {
    this.drop(name);
    for (const oldest of this.kept.keys()) {
      if (this.keptBytes + kept.bytes <= CACHE_BYTES) break;
      this.drop(oldest);
    }
    this.kept.set(name, kept);
    this.keptBytes += kept.bytes;
    return kept.lines;
  }

  private drop(name: string): void {
    this.keptBytes -= this.kept.get(name)?.bytes ?? 0;
    this.kept.delete(name);
  }

  private fresh(): Listing {
    if (!this.listing || this.clock.now() - this.listing.at > LISTING_FRESH_MS) {
      const names = findNames(this.root);
      this.listing = { at: this.clock.now(), names, near: new Map(), pools: new Map() };
    }
    return this.listing;
  }
}

/** Folder by folder; links are neither files nor folders here. */
function findNames(root: string): string[] {
  const names: string[] = [];
  const folders = [''];
  for (let next = 0; next < folders.length && next < MAX_FOLDERS; next += 1) {
    for (const entry of entriesOf(join(root, folders[next]!))) {
      const path = folders[next] ? `${folders[next]}/${entry.name}` : entry.name;
      if (entry.isDirectory() && isWildcardName(`${path}/x`)) folders.push(path);
      const name = path.endsWith(EXTENSION) ? path.slice(0, -EXTENSION.length) : '';
      if (entry.isFile() && isWildcardName(name)) names.push(name);
      if (names.length >= MAX_FILES) return names.sort();
    }
  }
  return names.sort();
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // Most installations have no such folder; one that cannot be read offers nothing.
    return [];
  }
}

/** Undefined for what is not there and for links. */
function openPlain(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch {
    return undefined;
  }
}
