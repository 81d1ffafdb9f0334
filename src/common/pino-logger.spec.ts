import { describe, expect, it } from '@jest/globals';
import { readable } from './pino-logger.js';

describe(readable.name, () => {
  it('turns a log line into text', () => {
    const line = {
      level: 'info',
      time: '2026-01-01T20:21:10.591Z',
      context: 'Runner',
      dir: 'queue→server',
      attempt: 1,
      msg: 'Job sent',
    };
    expect(readable(JSON.stringify(line))).toBe(
      '20:21:10 INFO  Runner: Job sent  dir=queue→server attempt=1\n',
    );
  });

  it('keeps a line on one line, whatever a client sent', () => {
    const line = { level: 'warn', time: '2026-01-01T20:21:10.591Z', path: '/a\nFAKE', msg: 'two\nlines' };
    expect(readable(JSON.stringify(line)).trimEnd()).not.toMatch(/\n/);
  });

  it('passes on what it does not understand', () => {
    expect(readable('plain')).toBe('plain');
  });
});
