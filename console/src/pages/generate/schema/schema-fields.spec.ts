import { expect, it } from '@jest/globals';
import { fieldsOf } from './schema-fields';

it('draws a field for each parameter, what must be given first', () => {
  const fields = fieldsOf({
    required: ['prompt'],
    properties: {
      guidance_scale: { type: 'number', minimum: 0, maximum: 20, description: 'How strictly.' },
      mode: { type: 'string', enum: ['fast', 'fine'] },
      tiling: { type: 'boolean' },
      styles: { type: 'array', items: { type: 'string' } },
      options: { type: 'object' },
      model: { type: 'string' },
      prompt: { type: 'string', maxLength: 100_000 },
    },
  });
  expect(fields.map(({ name, kind }) => [name, kind])).toEqual([
    ['prompt', 'text'],
    ['guidance_scale', 'number'],
    ['mode', 'choice'],
    ['tiling', 'switch'],
    ['styles', 'words'],
    ['options', 'json'],
    ['model', 'text'],
  ]);
  expect(fields[0]).toMatchObject({ required: true, long: true });
  expect(fields[1]).toMatchObject({ label: 'Guidance scale', min: 0, max: 20, description: 'How strictly.' });
});
