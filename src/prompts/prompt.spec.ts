import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededRandom } from './prng.js';
import { resolvePrompt, type WildcardSource } from './resolve-prompt.js';
import { LinePool, readLines } from './wildcard-pool.js';
import { matchNames, isWildcardName } from './wildcard-name.js';

function wildcards(files: Record<string, string>): WildcardSource {
  const names = Object.keys(files).sort();
  return {
    pool: (name) => {
      const found = matchNames(names, name);
      return found.length ? new LinePool(found.map((one) => readLines(one, files[one]!))) : undefined;
    },
    near: (name) => names.filter((one) => one[0] === name[0]),
  };
}

const NONE = wildcards({});
const resolve = (text: string, seed = 1, source = NONE) => resolvePrompt(text, seededRandom(seed), source);
const outcomes = (text: string, source = NONE, tries = 300) =>
  new Set(Array.from({ length: tries }, (_, seed) => resolve(text, seed, source).text));

describe('a dynamic prompt', () => {
  it('becomes one of its options', () => {
    expect(outcomes('a {red|green|blue} ball')).toEqual(
      new Set(['a red ball', 'a green ball', 'a blue ball']),
    );
  });

  it('may have empty options and options in options', () => {
    expect(outcomes('{|very }{old {dog|cat}|bird}')).toEqual(
      new Set(['old dog', 'old cat', 'bird', 'very old dog', 'very old cat', 'very bird']),
    );
  });

  it('draws by weight', () => {
    const drawn = Array.from({ length: 2_000 }, (_, seed) => resolve('{3::a|b|0::c}', seed).text);
    const share = drawn.filter((text) => text === 'a').length / drawn.length;
    expect(share).toBeGreaterThan(0.7);
    expect(share).toBeLessThan(0.8);
    expect(drawn).not.toContain('c');
  });

  it('draws several without repeating one', () => {
    expect(outcomes('{2$$a|b|c}')).toEqual(new Set(['a, b', 'b, a', 'a, c', 'c, a', 'b, c', 'c, b']));
    expect(outcomes('{1-2$$ and $$a|b}')).toEqual(new Set(['a', 'b', 'a and b', 'b and a']));
    expect(outcomes('{-1$$a|b}')).toEqual(new Set(['', 'a', 'b']));
    expect(outcomes('{2-$$a|b}')).toEqual(new Set(['a, b', 'b, a']));
    expect(resolve('{9$$a|b}').text).toHaveLength(4);
  });

  it.each([
    'plain text',
    '{masterpiece}, {{best quality}}',
    '{"prompt": "a", "n": [1, 2]}',
    '{ unclosed | braces',
    'closed } only |',
    '(a:1.2) [b|c] <lora:x_y__z:1>',
    '{$$a}',
    'a \\(b\\) \\\\ \\n \\_',
    '__ name __ __',
  ])('stays as it is where nothing is to be chosen: %s', (text) => {
    expect(resolve(text)).toEqual({ text, choices: [], warnings: [] });
  });

  it('chooses inside braces that only emphasise', () => {
    expect(outcomes('{{a|b}, c}')).toEqual(new Set(['{a, c}', '{b, c}']));
  });

  it('takes escaped signs for text', () => {
    expect(resolve('\\{a\\|b\\} \\_\\_c\\_\\_').text).toBe('{a|b} __c__');
    expect(outcomes('{a\\|b|c\\}}')).toEqual(new Set(['a|b', 'c}']));
    expect(outcomes('\\\\{a|b}')).toEqual(new Set(['\\\\a', '\\\\b']));
  });

  it('tells each choice in order', () => {
    const { choices, text } = resolve('{a|b} __c__', 3, wildcards({ c: 'x {1|2}' }));
    expect(choices).toEqual([
      { from: '{a|b}', chosen: text[0] },
      { from: '__c__', chosen: 'x {1|2}' },
      { from: '{1|2}', chosen: text.at(-1) },
    ]);
  });

  it('draws a line of a file, weights, comments and blank lines cared for', () => {
    const source = wildcards({ 'hair/color': '# colours\n\n red \r\n0::never\n2::{light|dark} blue\n' });
    expect(outcomes('__hair/color__', source)).toEqual(new Set(['red', 'light blue', 'dark blue']));
  });

  it('draws from every file that a pattern means', () => {
    const source = wildcards({ 'a/x': '1', 'a/y': '2', 'a/b/z': '3', other: '4' });
    expect(outcomes('__a/*__', source)).toEqual(new Set(['1', '2']));
    expect(outcomes('__a/**__', source)).toEqual(new Set(['1', '2', '3']));
    expect(outcomes('__*__', source)).toEqual(new Set(['4']));
  });

  it('draws different lines where several are wanted', () => {
    expect(outcomes('{2$$ + $$__c__}', wildcards({ c: 'x\ny' }))).toEqual(new Set(['x + y', 'y + x']));
  });

  it('leaves a wildcard that does not exist, and names similar ones', () => {
    const { text, warnings } = resolve('a __colour__ b', 1, wildcards({ color: 'x' }));
    expect(text).toBe('a __colour__ b');
    expect(warnings).toEqual([{ code: 'wildcard_not_found', message: expect.stringContaining('"color"') }]);
  });

  it('stops where wildcards lead back to themselves', () => {
    const { text, warnings } = resolve('__a__', 1, wildcards({ a: 'x __b__', b: 'y __a__' }));
    expect(text).toBe('x y __a__');
    expect(warnings[0]).toMatchObject({
      code: 'wildcard_cycle',
      message: expect.stringContaining('a → b → a'),
    });
  });

  it('goes twenty deep and no deeper', () => {
    const files = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`n${n}`, `${n} __n${n + 1}__`]));
    const { text, warnings } = resolve('__n0__', 1, wildcards(files));
    expect(text).toMatch(/^0 1 .* 19 __n20__$/);
    expect(warnings[0]!.code).toBe('wildcard_too_deep');
  });

  it('ends soon however much wildcards multiply', () => {
    const files = Object.fromEntries(
      Array.from({ length: 19 }, (_, n) => [`n${n}`, `__n${n + 1}__ `.repeat(10)]),
    );
    const { text, warnings } = resolve('__n0__', 1, wildcards({ ...files, n19: 'x' }));
    expect(text.length).toBeLessThan(300_000);
    expect(warnings.map((warning) => warning.code)).toEqual(['prompt_too_long']);
  });

  it.each([
    ['{'.repeat(20_000), 'open braces'],
    ['{a|'.repeat(7_000) + '}'.repeat(7_000), 'nested choices'],
    ['__a'.repeat(7_000), 'half wildcards'],
    [`__${'a*'.repeat(60)}__`.repeat(150), 'patterns of stars'],
    ['\\'.repeat(20_000), 'backslashes'],
    ['{1$$'.repeat(5_000), 'half counts'],
  ])('reads hostile text without delay (%#)', (text) => {
    const before = performance.now();
    resolve(
      text,
      1,
      wildcards(Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`${'a'.repeat(100)}${n}`, 'x']))),
    );
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  it('is the same for the same seed, and for any text at all an answer', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '|',
      '__',
      '\\',
      '$$',
      '2$$',
      '1-3$$',
      '0.5::',
      'a',
      'b c',
      ',',
      '*',
      '\n',
      'é',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.nat(), (pieces, seed) => {
        const source = wildcards({ a: 'x {1|2} __b__', b: '__a__\n3' });
        const first = resolve(pieces.join(''), seed, source);
        expect(resolve(pieces.join(''), seed, source)).toEqual(first);
      }),
      { numRuns: 500 },
    );
  });

  it('never changes text without braces, bars, backslashes and underscores', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!/[{}|\\_]/.test(text));
        expect(resolve(text).text).toBe(text);
      }),
    );
  });

  it('makes each combination about equally often, also with seeds that follow one another', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 9_000; seed += 1) {
      const { text } = resolve('{a|b|c}{a|b|c}', seed);
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    expect(counts.size).toBe(9);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});

describe('names of wildcards', () => {
  it.each(['animal', 'places/city', 'a.b-c_d', 'Übung 2', '動物'])('may be %s', (name) => {
    expect(isWildcardName(name)).toBe(true);
  });

  it.each([
    '',
    '.',
    '..',
    '../x',
    'a/../b',
    '/a',
    'a/',
    'a//b',
    'a\\b',
    '.a',
    'a.',
    'a\0',
    'con',
    'a__b',
    'a/b/c/d/e/f',
    'a:b',
    'x'.repeat(200),
  ])('may not be %j', (name) => {
    expect(isWildcardName(name)).toBe(false);
  });
});

describe('a pool of many lines', () => {
  it('draws distinct lines from large files too', () => {
    const pool = new LinePool([
      readLines('big', Array.from({ length: 5_000 }, (_, n) => `l${n}`).join('\n')),
    ]);
    const drawn = pool.draw(seededRandom(1), 100).map((line) => line.text);
    expect(new Set(drawn).size).toBe(100);
  });
});
