import { describe, expect, it } from '@jest/globals';
import { PinoLogger } from '../pino-logger.js';
import { LogBuffer } from './log-buffer.js';

const line = (fields: object): string => JSON.stringify({ level: 'info', time: 'now', ...fields });

function filled(count: number): LogBuffer {
  const logs = new LogBuffer();
  for (let n = 1; n <= count; n += 1) logs.add(line({ msg: `line ${n}` }));
  return logs;
}

describe(LogBuffer.name, () => {
  it('answers the newest lines, oldest first, and then what came since', () => {
    const logs = filled(5);
    const first = logs.read({ limit: 2 });
    expect(first.lines.map(({ message }) => message)).toEqual(['line 4', 'line 5']);
    expect(logs.read({ limit: 2, after: first.next })).toEqual({ lines: [], next: 5 });
    logs.add(line({ msg: 'line 6', level: 'warn', context: 'Runner' }));
    expect(logs.read({ limit: 2, after: first.next })).toEqual({
      lines: [{ seq: 6, time: 'now', level: 'warn', context: 'Runner', message: 'line 6', data: {} }],
      next: 6,
    });
  });

  it('leaves nothing out when more came than fits', () => {
    const logs = filled(10);
    const seen: number[] = [];
    for (let after = 0; ;) {
      const { lines, next } = logs.read({ limit: 3, after });
      seen.push(...lines.map(({ seq }) => seq));
      if (next === after) break;
      after = next;
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('keeps the last 2,000', () => {
    const logs = filled(4_500);
    const { lines, next } = logs.read({ limit: 5_000 });
    expect({ first: lines[0]?.seq, count: lines.length, next }).toEqual({
      first: 2_501,
      count: 2_000,
      next: 4_500,
    });
    expect(logs.read({ limit: 1, after: 3 }).lines[0]?.seq).toBe(2_501);
  });

  it('begins anew with a number of an earlier process', () => {
    expect(filled(3).read({ limit: 10, after: 900 }).lines).toHaveLength(3);
  });

  it('finds by level and by text, in the data too', () => {
    const logs = new LogBuffer();
    logs.add(line({ msg: 'Job stored', jobId: 'abc-1' }));
    logs.add(line({ msg: 'It said "no"\nand went', level: 'error', jobId: 'abc-2' }));
    logs.add(line({ msg: 'Something else', level: 'debug' }));
    const found = (question: object): number[] =>
      logs.read({ limit: 9, ...question }).lines.map(({ seq }) => seq);
    expect(found({ level: 'info' })).toEqual([1, 2]);
    expect(found({ level: 'error' })).toEqual([2]);
    expect(found({ text: 'ABC-' })).toEqual([1, 2]);
    expect(found({ text: '"no"\nand' })).toEqual([2]);
    expect(found({ text: 'msg' })).toEqual([]);
    expect(logs.ofJob('abc-1').map(({ seq }) => seq)).toEqual([1]);
    expect(logs.ofJob('abc')).toEqual([]);
  });

  it('holds nothing secret, however deep it lies', () => {
    const logs = new LogBuffer();
    const out: string[] = [];
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = (text: string) => out.push(text) > 0;
    try {
      const logger = new PinoLogger('info', 'text', logs);
      logger.log('Asked', { password: 'hunter2', deep: { er: { and: { api_key: 'hunter2' } } } }, 'Spec');
      logger.debug('not of this level', 'Spec');
    } finally {
      process.stdout.write = write;
    }
    const { lines } = logs.read({ limit: 10 });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.data).toEqual({ password: '***', deep: { er: { and: { api_key: '***' } } } });
    expect(out.join('')).toContain('Asked');
  });

  it('cuts lines that are far too long, and keeps whose they are', () => {
    const logs = new LogBuffer();
    logs.add(line({ msg: 'x'.repeat(50_000), jobId: 'abc', more: 'y'.repeat(50_000) }));
    const [kept] = logs.ofJob('abc');
    expect(kept?.message.length).toBeLessThan(5_000);
  });

  it('takes text that is no JSON', () => {
    const logs = new LogBuffer();
    logs.add('oops');
    expect(logs.read({ limit: 1 }).lines[0]).toMatchObject({ message: 'oops', level: 'info' });
  });
});
