import { describe, expect, it } from '@jest/globals';
import { DEFAULT_SCOPES } from '../access/contract/index.js';
import { newFields, warningsOf } from './api-key-form.js';

const NOW = Date.parse('2026-11-20T12:00:00.000Z');
const IGNORED = [{ code: 'permissions_not_understood' }];

describe('permissions, as the original calls scopes', () => {
  const read = (permissions: unknown, scopes?: ['read_all']) => {
    const dto = { name: 'a', permissions, scopes };
    return { scopes: newFields(dto, NOW).scopes, warnings: warningsOf(dto) };
  };

  it.each([
    ['a list of names', ['submit', 'gallery', 'submit']],
    ['an object of names', { submit: true, gallery: true, admin: false, models: 'yes' }],
    ['JSON text', '["submit","gallery"]'],
  ])('may be %s', (_, permissions) => {
    expect(read(permissions)).toEqual({ scopes: ['submit', 'gallery'], warnings: [] });
  });

  it.each([
    ['names of others', ['*']],
    ['names of ours among those of others', ['admin', 'everything']],
    ['an object of others', { generate: true }],
    ['text', 'admin'],
    ['a number', 7],
    ['a list of lists', [['admin']]],
  ])('that are %s give no more than the default, and a warning', (_, permissions) => {
    const { scopes, warnings } = read(permissions);
    expect(scopes).toEqual(DEFAULT_SCOPES);
    expect(warnings).toMatchObject(IGNORED);
  });

  it.each([undefined, null, '', [], {}])('that say nothing (%j) give the default', (permissions) => {
    expect(read(permissions)).toEqual({ scopes: DEFAULT_SCOPES, warnings: [] });
  });

  it('count for nothing beside scopes', () => {
    expect(read(['admin'], ['read_all'])).toEqual({ scopes: ['read_all'], warnings: [] });
    expect(read('nonsense', ['read_all']).warnings).toEqual([]);
  });
});

describe('expires_at', () => {
  const expiry = (expires_at: string) => newFields({ name: 'a', expires_at }, NOW).expiresAt;

  it('is stored in UTC', () => {
    expect(expiry('2026-11-20T14:00:00+01:00')).toBe('2026-11-20T13:00:00.000Z');
  });

  it('must be in the future', () => {
    expect(() => expiry('2026-11-20T12:00:00Z')).toThrow(/in the future/);
  });
});
