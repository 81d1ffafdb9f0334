import { expect, it } from '@jest/globals';
import { sampleLine } from './sample-line';

it('says of a job what is different from the first one, also among a workflow’s own values', () => {
  const first = { prompt: 'a cat', steps: 4, template: 'mine', values: { strength: 0.2, tiled: false } };
  expect(sampleLine(first, first, true)).toEqual({ prompt: 'a cat', rest: 'steps 4' });
  const other = { ...first, values: { strength: 0.4, tiled: false } };
  expect(sampleLine(other, first, false)).toEqual({ prompt: 'a cat', rest: 'strength 0.4' });
});
