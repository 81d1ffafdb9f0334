// Wildcard files as people manage them: list, read, write, delete. Drawing from them is `wildcard-files.ts`.
import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DomainError, InvalidRequestError, NotFoundError } from '../common/errors.js';
import { EXTENSION, MAX_BYTES, MAX_FILES, WildcardFiles } from './wildcard-files.js';
import { isWildcardName } from './wildcard-name.js';

export interface WildcardEntry {
  name: string;
  /** Null: it cannot be used (too large, or not readable). */
  options: number | null;
}

@Injectable()
export class WildcardLibrary {
  constructor(private readonly files: WildcardFiles) {}

  async list(limit: number, offset: number): Promise<{ total: number; entries: WildcardEntry[] }> {
    const names = this.files.names();
    const entries: WildcardEntry[] = [];
    for (const name of names.slice(offset, offset + limit)) {
      // Each file is read in one go; between them others get their turn.
      await nextTurn();
      entries.push({ name, options: this.files.lines(name)?.texts.length ?? null });
    }
    return { total: names.length, entries };
  }

  /** @throws NotFoundError */
  async read(name: string): Promise<{ name: string; text: string; options: number | null }> {
    const path = await this.present(name);
    const text = await readFile(path, 'utf8');
    return { name, text, options: this.files.lines(name)?.texts.length ?? null };
  }

  /** Makes or replaces it. @throws InvalidRequestError, DomainError `too_many_wildcards` */
  async write(name: string, text: string): Promise<void> {
    const path = this.pathOf(name);
    if (Buffer.byteLength(text) > MAX_BYTES)
      throw new InvalidRequestError('text: a wildcard file has at most 1 MB', [
        { path: 'text', message: 'is longer than 1 MB' },
      ]);
    const isNew = !this.files.names().includes(name);
    if (isNew && this.files.names().length >= MAX_FILES)
      throw new DomainError(
        'too_many_wildcards',
        409,
        `There are ${MAX_FILES} wildcards already, the most there may be.`,
      );
    await mkdir(dirname(path), { recursive: true });
    await this.refuseOutside(path, name);
    const temporary = join(dirname(path), `.${randomUUID()}.part`);
    try {
      await writeFile(temporary, text, { flag: 'wx', mode: 0o644 });
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    this.files.forget(name);
  }

  /** @throws NotFoundError */
  async delete(name: string): Promise<void> {
    await rm(await this.present(name));
    this.files.forget(name);
  }

  private async present(name: string): Promise<string> {
    if (!isWildcardName(name) || !this.files.names().includes(name))
      throw new NotFoundError('wildcard', name);
    const path = this.pathOf(name);
    const stats = await lstat(path).catch(() => undefined);
    if (!stats?.isFile() || stats.size > MAX_BYTES * 4) throw new NotFoundError('wildcard', name);
    await this.refuseOutside(path, name);
    return path;
  }

  private pathOf(name: string): string {
    if (!isWildcardName(name))
      throw new InvalidRequestError(
        'name: letters, digits, spaces and . - _ in it, folders with /, no __ and nothing that begins with a dot',
        [{ path: 'name', message: 'cannot be the name of a wildcard' }],
      );
    return join(this.files.root, `${name}${EXTENSION}`);
  }

  /** A linked folder leads out of ours. */
  private async refuseOutside(path: string, name: string): Promise<void> {
    const folder = await realpath(dirname(path));
    const expected = dirname(join(await realpath(this.files.root), `${name}${EXTENSION}`));
    if (folder !== expected) throw new NotFoundError('wildcard', name);
  }
}
