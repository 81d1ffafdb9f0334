import { describe, expect, it } from '@jest/globals';
import { inventoryWith } from '../../../servers/fixtures/fake-dispatcher.js';
import { mergeCheckpoints, mergeLists, mergeObjects, nameOf } from './merge-lists.js';

describe('merged lists', () => {
  it('have each thing once, in the order of the first server', () => {
    const lists = [
      [{ name: 'b' }, { name: 'a', scale: 1 }],
      undefined,
      [{ name: 'a', scale: 2 }, { name: 'c' }],
    ];
    expect(mergeLists(lists, nameOf)).toEqual([{ name: 'b' }, { name: 'a', scale: 1 }, { name: 'c' }]);
  });

  it('keep a script of both tabs apart', () => {
    const info = [
      { name: 's', is_img2img: true },
      { name: 's', is_img2img: false },
    ];
    expect(mergeLists([info, info], nameOf)).toEqual(info);
  });

  it('join the members of objects, whatever their names', () => {
    const hostile = JSON.parse('{"loaded": {"__proto__": {"x": 1}}}') as unknown;
    expect(mergeObjects([{ txt2img: ['a'] }, null, { txt2img: ['a', 'b'], img2img: [] }])).toEqual({
      txt2img: ['a', 'b'],
      img2img: [],
    });
    expect(mergeObjects([{ version: 2 }, { version: 3 }])).toEqual({ version: 2 });
    mergeObjects([{ loaded: {} }, hostile]);
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});

describe(mergeCheckpoints.name, () => {
  const hashed = (name: string, sha256: string | null) => {
    const inventory = inventoryWith(name);
    const title = sha256 ? `${name} [${sha256.slice(0, 10)}]` : name;
    inventory.checkpoints[0] = {
      ...inventory.checkpoints[0]!,
      title,
      sha256,
      shortHash: sha256?.slice(0, 10) ?? null,
    };
    return inventory;
  };
  const [one, two] = ['1'.repeat(64), '2'.repeat(64)];

  it('takes a hashed and an unhashed file of one name for one', () => {
    const merged = mergeCheckpoints([hashed('a.safetensors', null), hashed('a.safetensors', one)]);
    expect(merged).toEqual([
      {
        title: 'a.safetensors [1111111111]',
        model_name: 'a.safetensors',
        hash: '1111111111',
        sha256: one,
        filename: 'a.safetensors',
        config: null,
      },
    ]);
  });

  it('keeps files of one name and two hashes apart', () => {
    expect(mergeCheckpoints([hashed('a', one), hashed('a', two)])).toHaveLength(2);
  });
});
