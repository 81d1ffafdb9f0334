import { expect, it } from '@jest/globals';
import { applyStyle } from './apply-style';

it('puts the prompt into the place of a style, or the style behind it', () => {
  const own = { prompt: 'a cat', negative_prompt: '' };
  expect(
    applyStyle(own, { prompt: 'oil painting of {prompt}, $& thick', negative_prompt: 'blurry' }),
  ).toEqual({
    prompt: 'oil painting of a cat, $& thick',
    negative_prompt: 'blurry',
  });
  expect(applyStyle(own, { prompt: 'oil' })).toEqual({ prompt: 'a cat, oil', negative_prompt: '' });
});
