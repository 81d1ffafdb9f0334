import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pairOf, readCredentials } from './credentials.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe(readCredentials.name, () => {
  it.each([
    [{}, null],
    [{ authorization: '' }, null],
    [{ authorization: '   ' }, null],
    [{ authorization: 'Basic' }, null],
    [{ authorization: `Basic ${base64(':')}` }, null],
    [{ authorization: 'Bearer ' }, null],
    [{ 'x-api-key': '', 'x-api-secret': '' }, null],
    [
      { 'x-api-key': ' k ', 'x-api-secret': 's' },
      { via: 'header', key: 'k', secret: 's' },
    ],
    [{ 'x-api-secret': 's' }, { via: 'header', key: '', secret: 's' }],
    [{ authorization: 'bEARER  k:s' }, { via: 'bearer', value: 'k:s' }],
    [{ authorization: 'k:s' }, { via: 'bearer', value: 'k:s' }],
    [{ authorization: `Basic ${base64('k:s:t')}` }, { via: 'basic', key: 'k', secret: 's:t' }],
    [{ authorization: `Basic ${base64('k')}` }, { via: 'basic', key: 'k', secret: '' }],
  ])('reads %j', (headers, expected) => {
    expect(readCredentials({ headers })).toEqual(expected);
  });

  it('takes a key in a header before all others, and one in the address last', () => {
    const headers = { 'x-api-key': 'k', 'x-api-secret': 's', authorization: 'Bearer a:b' };
    expect(readCredentials({ headers, pathToken: 't' })).toMatchObject({ via: 'header' });
    expect(readCredentials({ headers: { authorization: 'Bearer a:b' }, pathToken: 't' })).toMatchObject({
      via: 'bearer',
    });
    expect(readCredentials({ headers: { authorization: '' }, pathToken: 't' })).toEqual({
      via: 'path',
      token: 't',
    });
  });

  it('understands whatever comes', () => {
    fc.assert(
      fc.property(fc.string(), (authorization) => {
        const credentials = readCredentials({ headers: { authorization } });
        if (credentials?.via === 'bearer') pairOf(credentials.value);
      }),
    );
  });
});

describe(pairOf.name, () => {
  it.each([
    ['k:s', { key: 'k', secret: 's' }],
    [base64('k:s'), { key: 'k', secret: 's' }],
    [':s', { key: '', secret: 's' }],
    ['nothing', null],
  ])('takes %s apart', (value, expected) => {
    expect(pairOf(value)).toEqual(expected);
  });
});
