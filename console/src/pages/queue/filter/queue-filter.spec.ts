import { describe, expect, it } from '@jest/globals';
import { bandsOf, isNarrowed, queryOf, readFilter, withoutPart, writeFilter } from './queue-filter';

describe('the filter of the queue in its address', () => {
  it('comes back as it was written', () => {
    const filter = readFilter({ status: 'failed,pending', server: 'lab', text: 'cat', key: 7 });
    expect(filter).toEqual({ status: ['failed', 'pending'], server: 'lab', text: 'cat', key: '7' });
    expect(readFilter(writeFilter(filter))).toEqual(filter);
  });

  it('leaves out what is nonsense instead of asking the server for it', () => {
    expect(
      readFilter({
        status: 'done,failed,failed',
        key: 'abc',
        created_after: 'soon',
        text: '  ',
        bulk: {},
        other: 'x',
      }),
    ).toEqual({ status: ['failed'] });
  });

  it('says which bands there are', () => {
    expect(bandsOf({})).toEqual({
      running: true,
      waiting: true,
      finished: ['completed', 'failed', 'cancelled'],
    });
    expect(bandsOf({ status: ['failed'] })).toEqual({ running: false, waiting: false, finished: ['failed'] });
  });

  it('is narrowed by anything but the state', () => {
    expect(isNarrowed({ status: ['failed'] })).toBe(false);
    expect(isNarrowed({ text: 'cat' })).toBe(true);
    expect(queryOf({ status: ['failed'], text: 'cat' })).toEqual({ text: 'cat' });
  });

  it('loses one chip at a time', () => {
    const filter = readFilter({ status: 'failed,pending', server: 'lab' });
    expect(withoutPart(filter, 'server')).toEqual({ status: ['failed', 'pending'] });
    expect(withoutPart(filter, 'status', 'failed')).toEqual({ status: ['pending'], server: 'lab' });
    expect(withoutPart({ status: ['failed'] }, 'status', 'failed')).toEqual({});
  });
});
