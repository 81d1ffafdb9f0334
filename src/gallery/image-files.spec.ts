import { mkdtempSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { dyingFileCalls } from './fixtures/breaking-file-calls.js';
import { ImageFiles } from './image-files.js';

const PATH = '2026-11-20/88615c9d_00001.png';
const replaceIt = async (replace: () => void): Promise<void> => replace();

describe('ImageFiles', () => {
  let root: string;
  beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'image-files-'))));
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('has a whole file or none under the final name after any two crashes in a row', async () => {
    const first = Buffer.alloc(1000, 1);
    const second = Buffer.alloc(1000, 2);
    for (let one = 1; one <= 14; one += 1) {
      for (let two = 1; two <= 14; two += 1) {
        const folder = `${one}-${two}`;
        const place = (at: number, content: Buffer) =>
          new ImageFiles(join(root, folder), dyingFileCalls(at, 'after').fs)
            .place(PATH, content, 1, replaceIt)
            .catch(() => undefined);
        await place(one, first);
        await place(two, second);
        const found = await readFile(join(root, folder, PATH)).catch(() => first);
        expect({ folder, whole: found.equals(first) || found.equals(second) }).toEqual({
          folder,
          whole: true,
        });
      }
    }
  });

  it('asks before it replaces, and leaves both files alone when the answer is no', async () => {
    const files = new ImageFiles(root);
    await files.place(PATH, Buffer.from('first'), 1, replaceIt);
    const refusal = files.place(PATH, Buffer.from('second'), 2, async () => {
      throw new Error('not yours');
    });
    await expect(refusal).rejects.toThrow('not yours');
    expect(await readFile(join(root, PATH), 'utf8')).toBe('first');
    expect(await files.list('2026-11-20')).toEqual({ images: [PATH], temporary: [] });
  });

  it.each(['../x.png', '/etc/passwd', '2026-11-20/../../x.png', '.', ''])(
    'has no file at %j',
    async (path) => {
      await expect(new ImageFiles(root).locate(path)).rejects.toThrow('leaves the images folder');
    },
  );
});
