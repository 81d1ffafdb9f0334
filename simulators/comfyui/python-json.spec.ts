import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dumpsJson, parseJson } from './python-json.js';

describe("Python's JSON", () => {
  it('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(JSON.parse(dumpsJson(parseJson(text)))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('keeps large integers, the order of node ids, and NaN', () => {
    const text = '{"9": 18446744073709551615, "1": [NaN, -Infinity], "text": "\\u00fc"}';
    expect(dumpsJson(parseJson(text))).toBe(text);
  });

  it.each(['{', '[1,]', '{"a" 1}', '{a: 1}', '01', '"a\nb"', '1 2', '', '{"a":1,}', 'nul'])(
    'is refused: %j',
    (text) => {
      expect(() => parseJson(text)).toThrow(SyntaxError);
    },
  );
});
