import { describe, expect, it } from '@jest/globals';
import type { ModelFile, NamedChoice } from '../contract/index.js';
import { addLoraTags, loraTags, renameLoraTags } from './lora-tags.js';
import { resolveChoice, resolveSampler } from './resolve-choice.js';
import { baseName, resolveModel } from './resolve-model.js';
import { editDistance, suggest } from '../../common/suggestions.js';

const SHA_A = '920ee116b5c5d4f4543ba7620df8c80f09a21bb4a84e69f012b9e0eeb1b4a3b4';
const file = (name: string, over: Partial<ModelFile> = {}): ModelFile => ({
  name,
  title: name,
  aliases: [name.replace(/[\\/]/g, '_').replace('.safetensors', '')],
  sha256: null,
  shortHash: null,
  path: `/srv/models/${name}`,
  ...over,
});
const modelA = file('modelA.safetensors', {
  title: 'modelA.safetensors [920ee116b5]',
  sha256: SHA_A,
  shortHash: '920ee116b5',
});
const pony = file('Pony/dummyPony_v1.safetensors');
const files = [modelA, file('modelB.safetensors'), pony];
const titleOf = (asked: string, among = files): string => {
  const match = resolveModel(asked, among);
  return match.found === 'one' ? match.file.title : match.found;
};

describe('resolveModel', () => {
  it.each([
    'modelA.safetensors [920ee116b5]',
    'modelA.safetensors',
    'modelA',
    'MODELA',
    '920ee116b5',
    '920EE116B5',
    SHA_A,
    'renamed [920ee116b5]',
    'modelA [00000000aa]',
    '/srv/models/modelA.safetensors',
  ])('finds a checkpoint by %s', (asked) => expect(titleOf(asked)).toBe(modelA.title));

  it.each([
    'Pony/dummyPony_v1.safetensors',
    'Pony\\dummyPony_v1.safetensors',
    'dummyPony_v1',
    'Pony_dummyPony_v1',
    'pony/dummypony_v1',
  ])('finds a checkpoint in a subfolder by %s', (asked) => expect(titleOf(asked)).toBe(pony.title));

  it('says when the hash in the name is another', () => {
    expect(resolveModel('modelA [00000000aa]', files)).toMatchObject({
      warning: expect.stringContaining('another hash'),
    });
    expect(resolveModel('modelB [00000000aa]', files)).toMatchObject({ found: 'one', warning: null });
  });

  it('does not choose between files that a short name fits equally', () => {
    const twins = [file('a/foo.safetensors'), file('b/foo.safetensors')];
    expect(titleOf('foo', twins)).toBe('many');
    expect(titleOf('b/foo', twins)).toBe('b/foo.safetensors');
    const nested = [file('foo.safetensors'), file('b/foo.safetensors')];
    expect(titleOf('foo', nested)).toBe('many');
    expect(titleOf('foo.safetensors', nested)).toBe('foo.safetensors');
  });

  it('keeps the spelling of a Windows server', () => {
    const windows = [file('sub\\foo.safetensors', { title: 'sub\\foo.safetensors [0123456789]' })];
    expect(titleOf('sub/foo.safetensors', windows)).toBe('sub\\foo.safetensors [0123456789]');
  });

  it('finds nothing by an old hash that the server does not list', () => {
    expect(titleOf('920ee116')).toBe('none');
    expect(titleOf('1234abcd', [file('x.safetensors', { aliases: ['1234abcd'] })])).toBe('x.safetensors');
  });

  it('reduces any name to the form of info.sd_model_name', () => {
    expect(baseName('sub\\foo.v1.safetensors [0123456789]')).toBe('foo.v1');
  });
});

describe('resolveSampler', () => {
  const choice = (name: string, label = name, aliases: string[] = []): NamedChoice => ({
    name,
    label,
    aliases,
  });
  const samplers = [
    choice('DPM++ 2M', undefined, ['k_dpmpp_2m']),
    choice('Euler a', undefined, ['k_euler_a']),
  ];
  const schedulers = [choice('karras', 'Karras'), choice('sgm_uniform', 'SGM Uniform', ['SGMUniform'])];

  it.each([
    ['Euler a', 'Euler a', null],
    ['euler A', 'Euler a', null],
    ['k_euler_a', 'Euler a', null],
    ['DPM++ 2M Karras', 'DPM++ 2M', 'karras'],
    ['dpm++ 2m sgm uniform', 'DPM++ 2M', 'sgm_uniform'],
  ])('reads %s', (asked, sampler, scheduler) => {
    expect(resolveSampler(asked, samplers, schedulers)).toEqual({ sampler, scheduler });
  });

  it('finds no sampler of an unknown name', () => {
    expect(resolveSampler('Nope Karras', samplers, schedulers)).toBeNull();
    expect(resolveChoice('Karras', schedulers)).toBe('karras');
  });
});

describe('LoRA tags', () => {
  it('are read from a prompt', () => {
    expect(loraTags('a <lora:x:0.8> b <lora: y z:1:0.5> <LoRA:w> <lora::1>').map(({ name }) => name)).toEqual(
      ['x', 'y z', 'w'],
    );
  });

  it('are added once', () => {
    const loras = [
      { name: 'X', weight: 1 },
      { name: 'y', weight: 0.5 },
    ];
    expect(addLoraTags('a <lora:x:0.8>', loras)).toBe('a <lora:x:0.8> <lora:y:0.5>');
    expect(addLoraTags('', loras)).toBe('<lora:X:1> <lora:y:0.5>');
  });

  it('are renamed with their weights kept', () => {
    expect(renameLoraTags('a <lora:x:0.8:lbw=1>', (name) => name.toUpperCase())).toBe('a <lora:X:0.8:lbw=1>');
  });
});

describe('suggest', () => {
  it('names the closest first and nothing that is far', () => {
    expect(
      suggest('modelC.safetensors', ['modelA.safetensors', 'modelB.safetensors', 'zzzzzzzzzzzz']),
    ).toEqual(['modelA.safetensors', 'modelB.safetensors']);
    expect(suggest('qqq', ['modelA'])).toEqual([]);
    expect(editDistance('kitten', 'sitting')).toBe(3);
  });
});
