import { describe, expect, it } from '@jest/globals';
import type { Inventory } from '../../api/queries/inventory';
import { countKinds, filterModels, mergeModels } from './merge-models';

const file = (name: string, hash: string | null = null) => ({
  name,
  title: hash ? `${name} [${hash}]` : name,
  aliases: [],
  sha256: null,
  short_hash: hash,
  path: null,
});
const inventory = (alias: string, more: Partial<Inventory>): Inventory => ({
  server_alias: alias,
  refreshed_at: '2026-11-20T10:00:00.000Z',
  checkpoints: [],
  loras: [],
  modules: [],
  embeddings: [],
  samplers: [],
  schedulers: [],
  upscalers: [],
  scripts: [],
  loaded_checkpoint: null,
  ...more,
});
const lab = inventory('lab', {
  checkpoints: [file('SDXL/base.safetensors', '31e35c80fc'), file('model10.ckpt'), file('model9.ckpt')],
  loras: [file('detail')],
  embeddings: ['easynegative'],
  loaded_checkpoint: 'SDXL/base.safetensors [31e35c80fc]',
});
const attic = inventory('attic', {
  checkpoints: [file('base.safetensors'), file('other.safetensors')],
  modules: [file('base.safetensors')],
});
const NOTHING = new Map<string, string | null>();

describe('models of several servers', () => {
  it('are one where two servers have it, whatever the folder, and never across kinds', () => {
    const models = mergeModels([lab, attic], NOTHING);
    const bases = models.filter(({ short }) => short === 'base');
    expect(bases.map(({ kind, servers }) => [kind, servers])).toEqual([
      ['checkpoint', ['lab', 'attic']],
      ['module', ['attic']],
    ]);
    expect(bases[0]).toMatchObject({ name: 'SDXL/base.safetensors', folder: 'SDXL', hash: '31e35c80fc' });
  });

  it('are sorted as people count', () => {
    const names = mergeModels([lab], NOTHING).map(({ short }) => short);
    expect(names).toEqual(['base', 'detail', 'easynegative', 'model9', 'model10']);
  });

  it('say where they are loaded, as the server says now rather than when it told what it has', () => {
    const loadedOf = (loaded: Map<string, string | null>) =>
      mergeModels([lab, attic], loaded)
        .filter(({ loadedOn }) => loadedOn.length)
        .map(({ short, loadedOn }) => [short, loadedOn]);
    expect(loadedOf(NOTHING)).toEqual([['base', ['lab']]]);
    expect(loadedOf(new Map([['lab', 'model9']]))).toEqual([['model9', ['lab']]]);
    expect(loadedOf(new Map([['attic', 'base.safetensors [aaaaaaaa]']]))).toEqual([
      ['base', ['lab', 'attic']],
    ]);
  });

  it('are filtered by kind, server and all words', () => {
    const models = mergeModels([lab, attic], NOTHING);
    const names = (query: string, server: string | null = null) =>
      filterModels(models, { kind: 'checkpoint', query, server }).map(({ short }) => short);
    expect(names('', 'attic')).toEqual(['base', 'other']);
    expect(names('SDXL base')).toEqual(['base']);
    expect(names('31e35')).toEqual(['base']);
    expect(names('detail')).toEqual([]);
    expect(countKinds(models, { query: '', server: null })).toEqual({
      checkpoint: 4,
      lora: 1,
      module: 1,
      embedding: 1,
    });
  });
});
