import { describe, expect, it } from '@jest/globals';
import { BadSettingsError, readSettings } from '../config/settings.js';
import { accessWarnings, readAccessSettings } from './access-settings.js';

const read = (env: Record<string, string>) => readAccessSettings(readSettings(env));

describe(accessWarnings.name, () => {
  it('tells of a short AUTH_TOKEN without showing it, and of no authentication at all', () => {
    const warnings = (env: Record<string, string>) => accessWarnings(readSettings(env));
    expect(warnings({})).toEqual([]);
    expect(warnings({ AUTH_TOKEN: 'x'.repeat(32) })).toEqual([]);
    const [short] = warnings({ AUTH_TOKEN: 'a-token-of-sixteen' });
    expect(short).toMatch(/AUTH_TOKEN has fewer than 32 characters/);
    expect(short).not.toContain('a-token-of-sixteen');
    expect(warnings({ STABLEQUEUE_AUTH: 'none' })).toEqual([expect.stringMatching(/may do everything/)]);
  });
});

describe(readAccessSettings.name, () => {
  it.each([
    ['127.0.0.1', true],
    ['127.0.0.2', true],
    ['::1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['::', false],
    ['192.168.1.5', false],
    ['localhost.example.org', false],
  ])('knows whether others reach %s', (HOST, boundToLoopback) => {
    expect(read({ HOST })).toMatchObject({ boundToLoopback });
  });

  it('takes ranges, addresses and the words of Express', () => {
    expect(read({ TRUSTED_PROXIES: '10.0.0.0/8, ::1,loopback , fd00::/8' }).trustedProxies).toEqual([
      '10.0.0.0/8',
      '::1',
      'loopback',
      'fd00::/8',
    ]);
  });

  it.each([
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: '10.0.0.0/8,proxy.lan' }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: '10.0.0.0/99' }],
    ['TRUSTED_PROXIES', { AUTH_PROXY_HEADER: 'Remote-User' }],
    ['STABLEQUEUE_ADMIN_PASSWORD_FILE', { STABLEQUEUE_ADMIN_PASSWORD_FILE: '/does/not/exist' }],
    ['STABLEQUEUE_ADMIN_PASSWORD_FILE', { STABLEQUEUE_ADMIN_PASSWORD_FILE: '/dev/null' }],
  ])('stops at %s %j', (name, env) => {
    expect(() => read(env as unknown as Record<string, string>)).toThrow(BadSettingsError);
    expect(() => read(env as unknown as Record<string, string>)).toThrow(new RegExp(name));
  });
});
