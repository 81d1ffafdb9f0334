import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { describeBlobs, extractBlobs, referencedBlobs, restoreBlobs } from './job-blobs.js';

const image = 'i'.repeat(9_000);

describe('job blobs', () => {
  it('takes long texts out and puts them back, wherever they stand', () => {
    const texts = fc.oneof(
      { weight: 3, arbitrary: fc.string() },
      { weight: 1, arbitrary: fc.constantFrom(image, `${image}2`) },
    );
    const { value: json } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        texts,
        fc.integer(),
        fc.constant(null),
        fc.array(tie('value')),
        fc.dictionary(fc.string(), tie('value')),
      ),
    }));
    fc.assert(
      fc.property(json, (value) => {
        const extracted = extractBlobs(value);
        expect(JSON.stringify(extracted.value)).not.toContain(image);
        expect(restoreBlobs(extracted.value, extracted.blobs)).toEqual(value);
        expect(referencedBlobs(extracted.value)).toEqual(new Set(extracted.blobs.keys()));
      }),
    );
  });

  it('stores one text for many uses of it', () => {
    expect(extractBlobs([image, { again: image }]).blobs.size).toBe(1);
  });

  it('shows only how long a text was', () => {
    expect(describeBlobs(extractBlobs({ init_images: [image] }).value)).toEqual({
      init_images: ['…<9000 chars>'],
    });
  });

  it('does not run a job whose stored image is gone', () => {
    expect(() => restoreBlobs(extractBlobs([image]).value, new Map())).toThrow(/missing/);
  });
});
