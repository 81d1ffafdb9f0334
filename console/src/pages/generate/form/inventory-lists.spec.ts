import { describe, expect, it } from '@jest/globals';
import type { Inventory } from '../../../api/queries/inventory';
import { findChoice, findModel, mergeInventories } from './inventory-lists';

const file = (name: string, hash: string | null = null) => ({
  name,
  title: name,
  aliases: [],
  short_hash: hash,
  sha256: null,
  path: null,
});
const choice = (name: string, aliases: string[] = []) => ({ name, label: name, aliases });

function inventory(server_alias: string, checkpoints: string[], samplers: string[]): Inventory {
  const nothing = { loras: [], modules: [], schedulers: [], upscalers: [], embeddings: [], scripts: [] };
  return {
    ...nothing,
    server_alias,
    refreshed_at: '2026-11-20T00:00:00Z',
    loaded_checkpoint: null,
    checkpoints: checkpoints.map((name) => file(name)),
    samplers: samplers.map((name) => choice(name)),
  };
}

describe('lists of several servers', () => {
  it('are one list, which says where each model is', () => {
    const lists = mergeInventories([
      inventory('a', ['y', 'x'], ['Euler']),
      inventory('b', ['x'], ['Euler', 'Heun']),
    ]);
    expect(lists.checkpoints.map(({ name, servers }) => [name, servers])).toEqual([
      ['x', ['a', 'b']],
      ['y', ['a']],
    ]);
    expect(lists.samplers.map(({ name }) => name)).toEqual(['Euler', 'Heun']);
  });
});

describe('findModel', () => {
  const models = [file('Pony/dummyPony_v1.safetensors'), file('modelA.safetensors', '920ee116b5')];

  it('knows a model by its file, its stem, and with a hash behind it', () => {
    expect(findModel(models, 'dummypony_v1')).toBe(models[0]);
    expect(findModel(models, 'Pony/dummyPony_v1.safetensors')).toBe(models[0]);
    expect(findModel(models, 'modelA [0123456789]')).toBe(models[1]);
    expect(findModel(models, 'renamed [920ee116b5]')).toBe(models[1]);
    expect(findModel(models, 'modelB')).toBeUndefined();
  });
});

describe('findChoice', () => {
  it('takes names and aliases as the servers do', () => {
    expect(findChoice([choice('Euler a', ['k_euler_a'])], 'K_EULER_A')?.name).toBe('Euler a');
  });
});
