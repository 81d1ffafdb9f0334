import { describe, expect, it } from '@jest/globals';
import { jobIdPrefix, looksLikeOurs, possibleNames, readImageName } from './image-name.js';

describe('image names', () => {
  it('begin with the characters by which clients know the job', () => {
    const names = possibleNames('88615c9d-1f2e-4a3b-8c4d-5e6f70819203', 0, 'png');
    expect(names[0]).toBe('88615c9d_00001.png');
    expect(names[1]).toBe('88615c9d1f2e_00001.png');
    expect(names.at(-1)).toBe('88615c9d1f2e4a3b8c4d5e6f70819203_00001.png');
    expect(names.every(looksLikeOurs)).toBe(true);
    expect(jobIdPrefix('88615c9d_00001.png')).toBe('88615c9d');
  });

  it('do not take what others put there for ours', () => {
    for (const name of [
      'holiday.png',
      '88615c9d_1.png',
      '88615c9d_00001.exe',
      '.88615c9d_00001.png.part-1',
      '88615c9d_00001.png.bak',
    ]) {
      expect(looksLikeOurs(name)).toBe(false);
    }
  });

  it('from clients hold no path', () => {
    expect(readImageName('88615c9d_00001.png')).toBe('88615c9d_00001.png');
    for (const name of [
      '',
      '.',
      '..',
      '.hidden',
      'a/b',
      'a\\b',
      'a\0b',
      'a:b',
      'a b',
      'a..b',
      `${'a'.repeat(129)}`,
      'ä.png',
      'a\n',
    ]) {
      expect(() => readImageName(name)).toThrow(/image name/);
    }
  });
});
