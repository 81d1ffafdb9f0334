import { expect, it } from '@jest/globals';
import { field } from '../draft/workflow-fixture';
import { sliderOf } from './slider-of';

it('offers a slider where a range is one that people move through', () => {
  expect(sliderOf(field('strength', { own: true, min: 0, max: 2, step: 0.01 }))).toEqual([0, 2]);
  expect(sliderOf(field('steps', { min: 1, max: 1000, step: 1 }))).toEqual([1, 60]);
  expect(sliderOf(field('batch_size', { min: 1, max: 100, step: 1 }))).toBeNull();
  expect(sliderOf(field('noise', { own: true, min: 0, max: 1e9, step: 1 }))).toBeNull();
  expect(sliderOf(field('any', { own: true }))).toBeNull();
});
