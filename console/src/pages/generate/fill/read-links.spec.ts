import { describe, expect, it } from '@jest/globals';
import { readLink } from './read-links';

describe('an address of the form', () => {
  it('asks for what other pages link to', () => {
    expect(readLink({ from_image: 'a.png', seed: 'random' })).toMatchObject({
      image: 'a.png',
      newSeed: true,
    });
    expect(readLink({ from_job: '88615c9d' })).toMatchObject({ job: '88615c9d', newSeed: false });
    expect(readLink({ template: 'portrait' })).toMatchObject({ template: 'portrait', image: null });
    expect(readLink({ checkpoint: 'sdxl', lora: 'ink' })).toMatchObject({ checkpoint: 'sdxl', lora: 'ink' });
  });

  it('asks for nothing with anything else', () => {
    expect(readLink({})).toBeNull();
    expect(readLink({ seed: 'random', from_image: '', lora: 7, img2img: 'x'.repeat(301) })).toBeNull();
  });
});
