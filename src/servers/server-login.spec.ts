import { describe, expect, it } from '@jest/globals';
import { MASK, readCredentials, readHeaders, readTls, refuseTwoLogins } from './server-login.js';

/** Self-signed, made for this spec; its key was thrown away. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBczCCARmgAwIBAgIULhSt2F+G7mDjAQJ00+XutK1skPcwCgYIKoZIzj0EAwIw
DjEMMAoGA1UEAwwDZ3B1MCAXDTI2MTEyMDE5NDYwMloYDzIxMjYxMDI3MTk0NjAy
WjAOMQwwCgYDVQQDDANncHUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATyc4fw
KF1zZgzZtD+h9GbZ5linqZwQpflxbIQ5vIx123qvuvE56JByKLv4ZCkZ8THjXNk5
FhlOcoABmjAMxqhho1MwUTAdBgNVHQ4EFgQUk0jPgpqbzumfBroo+xEJEXXh6FQw
HwYDVR0jBBgwFoAUk0jPgpqbzumfBroo+xEJEXXh6FQwDwYDVR0TAQH/BAUwAwEB
/zAKBggqhkjOPQQDAgNIADBFAiEA8zaQFpIYVCOeBk1XuqbwilF4PETtrLXeHR2N
anyBVTQCID+suzkZP6nqIoZH9ZehNE82+jqoHHgYlERDH5dia9wm
-----END CERTIFICATE-----
`;

const none = { type: 'none' } as const;
const stored = { type: 'basic', username: 'me', password: 'old' } as const;

describe('readCredentials', () => {
  it('keeps the stored password when none, an empty or the masked one is sent', () => {
    for (const password of [undefined, '', MASK]) {
      expect(readCredentials({ type: 'gradio', username: 'you', password }, stored)).toEqual({
        type: 'gradio',
        username: 'you',
        password: 'old',
      });
    }
  });

  it('keeps the stored user name', () => {
    expect(readCredentials({ type: 'basic', password: 'new' }, stored)).toEqual({
      ...stored,
      password: 'new',
    });
  });

  it('forgets the login with type none', () => {
    expect(readCredentials({ type: 'none', password: 'x' }, stored)).toEqual(none);
  });

  it.each([
    [{ type: 'basic', password: 'p' }, /need a username/],
    [{ type: 'basic', username: 'me' }, /need a password/],
    [{ type: 'gradio', username: 'me', password: MASK }, /need a password/],
    [{ type: 'basic', username: 'm:e', password: 'p' }, /colon/],
    [{ type: 'basic', username: 'me', password: 'p\r\nX-Evil: 1' }, /control characters/],
  ] as const)('refuses %j', (given, why) => {
    expect(() => readCredentials(given, none)).toThrow(why);
  });
});

describe('readHeaders', () => {
  it('stores names in lower case and keeps masked values', () => {
    const headers = readHeaders(
      { 'CF-Access-Client-Id': 'a', 'X-Token': MASK },
      { 'x-token': 'secret', 'x-gone': 'b' },
    );
    expect(headers).toEqual({ 'cf-access-client-id': 'a', 'x-token': 'secret' });
  });

  it.each([
    [{ Host: 'evil' }, /cannot set "host"/],
    [{ 'content-length': '0' }, /cannot set/],
    [{ Connection: 'close' }, /cannot set/],
    [{ 'Transfer-Encoding': 'chunked' }, /cannot set/],
    [{ Upgrade: 'h2c' }, /cannot set/],
    [{ TE: 'trailers' }, /cannot set/],
    [{ 'bad name': 'x' }, /no name of a header/],
    [{ 'x:y': 'x' }, /no name of a header/],
    [{ '': 'x' }, /no name of a header/],
    [{ 'x-a\r\nx-b': 'x' }, /no name of a header/],
    [{ 'x-ä': 'x' }, /no name of a header/],
    [{ 'x-a': 'b\r\nx-evil: 1' }, /on one line/],
    [{ 'x-a': 'b\0' }, /on one line/],
    [{ 'x-a': '€' }, /Latin-1/],
    [{ 'x-a': '' }, /1 to 4096/],
    [{ 'x-a': 'x'.repeat(5_000) }, /1 to 4096/],
    [{ 'x-a': 1 }, /need a text/],
    [{ 'x-a': null }, /need a text/],
    [{ 'x-a': { toString: 'x' } }, /need a text/],
    [{ 'x-a': MASK }, /no stored value/],
    [{ 'X-A': '1', 'x-a': '2' }, /twice/],
    [Object.fromEntries(Array.from({ length: 33 }, (_, index) => [`x-${index}`, '1'])), /at most/],
    [JSON.parse('{"__proto__": "x y z \\u0000"}') as object, /on one line/],
  ])('refuses %j', (given, why) => {
    expect(() => readHeaders(given as Record<string, unknown>, {})).toThrow(why);
  });

  it('refuses an authorization header beside a Basic login', () => {
    expect(() => refuseTwoLogins(stored, { authorization: 'Bearer x' })).toThrow(/keep one of them/);
    expect(() => refuseTwoLogins(none, { authorization: 'Bearer x' })).not.toThrow();
  });
});

describe('readTls', () => {
  it('keeps the certificate unless it is replaced or removed', () => {
    const before = { verify: true, caPem: 'pem' };
    expect(readTls({ verify: false }, before)).toEqual({ verify: false, caPem: 'pem' });
    expect(readTls({ ca_pem: CERTIFICATE + CERTIFICATE }, before)).toEqual({
      verify: true,
      caPem: CERTIFICATE + CERTIFICATE,
    });
    expect(readTls({ ca_pem: null }, before)).toEqual({ verify: true });
  });

  it.each([
    ['no certificate', 'hello'],
    ['a damaged one', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'],
    [
      'a damaged one after a good one',
      `${CERTIFICATE}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----`,
    ],
    ['a private key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'],
  ])('refuses %s', (_, ca_pem) => {
    expect(() => readTls({ ca_pem }, { verify: true })).toThrow(/ca_pem/);
  });
});
