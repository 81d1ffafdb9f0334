import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../common/json.js';
import type { Target } from '../../contract/index.js';
import type { SdapiClient } from '../server/sdapi-client.js';
import { OptionPins } from './option-pins.js';

const target = { id: '1', baseUrl: 'http://x' } as Target;
const signal = new AbortController().signal;

function fakeClient(options: JsonObject, canSave: boolean) {
  const saved: JsonObject[] = [];
  const client = {
    options: () => Promise.resolve(options),
    setOptions: (_target: Target, values: JsonObject) => {
      saved.push(values);
      return canSave ? Promise.resolve() : Promise.reject(new Error('read-only'));
    },
  };
  return { saved, pins: new OptionPins(client as unknown as SdapiClient) };
}

describe('option pins', () => {
  it('save the present value once per option and server', async () => {
    const { saved, pins } = fakeClient({ a: 1, b: 2, c: null }, true);
    await pins.pin(target, ['a', 'c'], signal);
    await pins.pin(target, ['a', 'b'], signal);
    await pins.pin(target, ['a', 'b'], signal);
    expect(saved).toEqual([{ a: 1 }, { b: 2 }]);
    await pins.pin({ ...target, id: '2' }, ['a'], signal);
    expect(saved).toHaveLength(3);
    expect(pins.complete(target, { x: 1 })).toEqual({ x: 1 });
  });

  it('send the value as it was with every later job when it cannot be saved', async () => {
    const { pins } = fakeClient({ a: 1 }, false);
    await pins.pin(target, ['a'], signal);
    expect(pins.complete(target, { x: 1 })).toEqual({ a: 1, x: 1 });
    expect(pins.complete(target, { a: 5 })).toEqual({ a: 5 });
  });

  it('stop when they are told to', async () => {
    const { pins } = fakeClient({ a: 1 }, false);
    await expect(pins.pin(target, ['a'], AbortSignal.abort())).rejects.toThrow();
  });
});
