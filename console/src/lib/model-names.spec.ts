import { describe, expect, it } from '@jest/globals';
import { shortModelName } from './model-names';

describe('the short name of a model', () => {
  it.each([
    ['sd_xl_base_1.0.safetensors [31e35c80fc]', 'sd_xl_base_1.0'],
    ['SDXL\\juggernaut.safetensors', 'juggernaut'],
    ['flux/dev/flux1-dev-Q4_0.gguf', 'flux1-dev-Q4_0'],
    ['no ending', 'no ending'],
    ['v1.5', 'v1.5'],
    ['.ckpt', '.ckpt'],
  ])('of %s is %s', (name, short) => expect(shortModelName(name)).toBe(short));
});
