import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ImageFiles, type LocatedFile } from '../image-files.js';
import type { ImageFile } from '../images.repository.js';
import { ZipWriter } from './zip-writer.js';

/** Looks as if it had found every file. */
class SureFiles extends ImageFiles {
  constructor(private readonly folder: string) {
    super(folder);
  }

  override async locate(path: string): Promise<LocatedFile> {
    return { root: this.folder, path };
  }
}

describe(ZipWriter.name, () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'zip-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const image = (filename: string): ImageFile => {
    const more = { mediaType: 'image/png', bytes: 1, createdAt: '2026-01-01T00:00:00.000Z' };
    return { id: 1, apiKeyId: null, filename, relativePath: filename, ...more };
  };
  const order = (...names: string[]) => ({
    filename: 'a.zip',
    strip: false,
    missing: [],
    images: names.map(image),
  });

  it('breaks off with a file that breaks off, and takes nothing else down', async () => {
    writeFileSync(join(folder, 'a.png'), 'a');
    const target = new Writable({ write: (_part, _encoding, done) => done() });
    await new ZipWriter(new SureFiles(folder)).write(order('a.png', 'gone.png', 'a.png'), target);
    expect([target.destroyed, target.writableFinished]).toEqual([true, false]);
  });

  it('ends when nobody listens any more', async () => {
    writeFileSync(join(folder, 'large.png'), Buffer.alloc(2_000_000));
    const target = new Writable({
      write(_part, _encoding, done) {
        this.destroy();
        done();
      },
    });
    await new ZipWriter(new SureFiles(folder)).write(order(...Array<string>(50).fill('large.png')), target);
    expect(target.destroyed).toBe(true);
  });
});
