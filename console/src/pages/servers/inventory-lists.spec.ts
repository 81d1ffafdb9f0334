import { describe, expect, it } from '@jest/globals';
import type { Inventory } from '../../api/queries/inventory';
import { listsOf, matching } from './inventory-lists';

const file = (name: string, hash: string | null = null) => ({
  name,
  title: hash ? `${name} [${hash}]` : name,
  aliases: [],
  sha256: null,
  short_hash: hash,
  path: null,
});
const inventory: Inventory = {
  server_alias: 'lab',
  refreshed_at: '2026-11-20T10:00:00.000Z',
  checkpoints: [file('base', '31e35c80fc'), file('refiner')],
  loras: [file('detail tweaker')],
  modules: [],
  embeddings: ['easynegative'],
  samplers: [{ name: 'euler_a', label: 'Euler a', aliases: [] }],
  schedulers: [{ name: 'Karras', label: 'Karras', aliases: [] }],
  upscalers: [],
  scripts: ['x/y/z plot'],
  loaded_checkpoint: 'base [31e35c80fc]',
};

describe('the lists of an inventory', () => {
  it('mark the loaded checkpoint, under its name or its title', () => {
    const [checkpoints] = listsOf(inventory);
    expect(checkpoints?.items.map(({ isLoaded }) => isLoaded)).toEqual([true, false]);
    const [byName] = listsOf({ ...inventory, loaded_checkpoint: 'refiner' });
    expect(byName?.items.map(({ isLoaded }) => isLoaded)).toEqual([false, true]);
  });

  it('name samplers as people do, with the name of the API beside it where it differs', () => {
    const find = (kind: string) => listsOf(inventory).find((list) => list.kind === kind)?.items[0];
    expect(find('samplers')).toEqual({ name: 'Euler a', note: 'euler_a', isLoaded: false });
    expect(find('schedulers')?.note).toBeNull();
  });

  it('are searched by all words, in names and hashes', () => {
    const found = (query: string) =>
      matching(listsOf(inventory), query).flatMap(({ items }) => items.map(({ name }) => name));
    expect(found('TWEAK detail')).toEqual(['detail tweaker']);
    expect(found('31e35')).toEqual(['base']);
    expect(found('detail nothing')).toEqual([]);
    expect(found(' ')).toHaveLength(7);
  });
});
