import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findPictures, openPlainFile } from './walk-folder.js';

describe(findPictures.name, () => {
  let root: string;
  beforeEach(() => void (root = realpathSync(mkdtempSync(join(tmpdir(), 'walk-')))));
  afterEach(() => rmSync(root, { recursive: true }));

  const put = (...names: string[]): void => {
    for (const name of names) {
      mkdirSync(join(root, name, '..'), { recursive: true });
      writeFileSync(join(root, name), 'x');
    }
  };
  const find = async (more: object = {}): Promise<string[]> => {
    const options = { recursive: true, except: [], signal: new AbortController().signal, ...more };
    return (await findPictures(root, options)).map((path) => path.slice(root.length + 1));
  };

  it('names pictures in all folders but those that are left out', async () => {
    put('b.png', 'a.JPEG', 'notes.txt', 'own/2026-01-01/x.png', 'other/y.webp', '.thumbs/z.png');
    expect(await find({ except: [join(root, 'own')] })).toEqual(['a.JPEG', 'b.png', 'other/y.webp']);
    expect(await find({ recursive: false })).toEqual(['a.JPEG', 'b.png']);
  });

  it('ends at once when it is to', async () => {
    put('a.png');
    expect(await find({ signal: AbortSignal.abort() })).toEqual([]);
  });

  it('opens no file that has become a link since it was found', async () => {
    put('a.png');
    symlinkSync(join(root, 'a.png'), join(root, 'link.png'));
    await expect(openPlainFile(join(root, 'link.png'))).rejects.toThrow('ELOOP');
    await expect(openPlainFile(root)).rejects.toThrow('no plain file');
    await (await openPlainFile(join(root, 'a.png'))).close();
  });
});
