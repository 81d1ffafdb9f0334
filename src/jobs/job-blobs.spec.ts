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
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('$blob', '$$blob', 'chars')), tie('value')),
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

  it('takes nothing that a client sent for a reference, wherever it stands', () => {
    const forged = { $blob: '0'.repeat(64), chars: 1 };
    const bodies = [
      forged,
      { prompt: 'a', override_settings: forged },
      { alwayson_scripts: { x: { args: [forged, { $$blob: forged }] } } },
      { ...forged, $$blob: image, webhook: { secret: 's', ...forged } },
    ];
    for (const body of bodies) {
      const { value, blobs } = extractBlobs(body);
      expect(referencedBlobs(value)).toEqual(new Set(blobs.keys()));
      const stored: unknown = JSON.parse(JSON.stringify(value));
      expect(restoreBlobs(stored, new Map([...blobs, [forged.$blob, 'of somebody else']]))).toEqual(body);
    }
    expect(describeBlobs(extractBlobs(bodies[1]).value)).toEqual(bodies[1]);
    expect(extractBlobs(bodies[3]).value).toMatchObject({ webhook: { secret: 's' } });
  });

  it('leaves prompts and other readable texts in place, up to what a prompt may have', () => {
    const prose = 'a lighthouse, (dusk:1.2), '.repeat(2_000);
    const body = { prompt: 'x'.repeat(12_000), negative_prompt: prose, infotext: prose };
    const { value, blobs } = extractBlobs(body);
    expect(value).toEqual(body);
    expect(describeBlobs(value)).toEqual(body);
    expect(blobs.size).toBe(0);
    expect(extractBlobs({ prompt: 'x'.repeat(100_001) }).blobs.size).toBe(1);
  });

  it('takes images out, with a data URI, line breaks or the alphabet of URLs', () => {
    const lines = `${'iVBORw0KGgo+/'.repeat(6)}\r\n`.repeat(200);
    for (const text of [`data:image/png;base64,${image}`, lines, '-_Az09'.repeat(2_000)])
      expect(extractBlobs({ init_images: [text] }).blobs.size).toBe(1);
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
