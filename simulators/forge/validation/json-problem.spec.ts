import { describe, expect, it } from '@jest/globals';
import { findJsonProblem } from './json-problem.js';

describe('a broken JSON text is complained about as Python does', () => {
  it.each([
    ['{"prompt": ', 'Expecting value', 11],
    ['{', 'Expecting property name enclosed in double quotes', 1],
    ['{"a" 1}', "Expecting ':' delimiter", 5],
    ['{"a": 1 "b": 2}', "Expecting ',' delimiter", 8],
    ['{"a": 1,}', 'Illegal trailing comma before end of object', 7],
    ['[1, 2', "Expecting ',' delimiter", 5],
    ['"abc', 'Unterminated string starting at', 0],
    ['{} x', 'Extra data', 3],
    ['hello', 'Expecting value', 0],
  ])('%s', (text, message, position) => {
    expect(findJsonProblem(text)).toEqual({ message, position });
  });

  it('survives deep nesting', () => {
    expect(findJsonProblem('['.repeat(100_000)).message).toBe('Expecting value');
  });
});
