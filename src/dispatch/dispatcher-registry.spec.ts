import { describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { AppType } from './contract/index.js';
import { DispatchModule } from './dispatch.module.js';
import { DispatcherRegistry } from './dispatcher-registry.js';
import { ForgeDispatcher } from './providers/forge/forge.dispatcher.js';

@AppType('forge')
class SecondForge {}

describe('the dispatcher registry', () => {
  it('finds every dispatcher by its mark', async () => {
    const module = await Test.createTestingModule({ imports: [DispatchModule] }).compile();
    await module.init();
    const registry = module.get(DispatcherRegistry);
    expect(registry.list().map(({ appType }) => appType)).toEqual(['forge', 'a1111', 'comfyui']);
    expect(registry.get('forge')).toBeInstanceOf(ForgeDispatcher);
    expect(registry.has('nope')).toBe(false);
    await module.close();
  });

  it('names the known app types when asked for another', async () => {
    const module = await Test.createTestingModule({ imports: [DispatchModule] }).compile();
    await module.init();
    expect(() => module.get(DispatcherRegistry).get('nope')).toThrow(
      expect.objectContaining({
        code: 'unknown_app_type',
        status: 400,
        message: expect.stringContaining('a1111, comfyui, forge'),
      }),
    );
    await module.close();
  });

  it('stops the boot when two claim one app type', async () => {
    const module = await Test.createTestingModule({
      imports: [DispatchModule],
      providers: [SecondForge],
    }).compile();
    await expect(module.init()).rejects.toThrow(
      /Two dispatchers claim the app_type "forge".*ForgeDispatcher.*SecondForge|SecondForge.*ForgeDispatcher/,
    );
  });
});
