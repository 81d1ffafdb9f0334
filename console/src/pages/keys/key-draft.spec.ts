import { describe, expect, it } from '@jest/globals';
import type { ApiKey } from '../../api/queries/api-keys';
import { bodyOf, draftOf, isGranted, localDay, newDraft, withScope } from './key-draft';

const NOW = new Date('2026-11-20T10:00:00.000Z');
const key = {
  id: 2,
  name: 'phone',
  scopes: ['submit', 'read_own'],
  servers: ['lab'],
  app_types: null,
  limits: {
    submits_per_minute: null,
    requests_per_minute: 600,
    max_queued: 50,
    max_running: null,
    gpu_seconds_per_day: 3600.5,
    max_bulk: null,
    on_exceed: 'reject',
  },
  settings: { sdapi_mode: 'sync', on_disconnect: 'cancel', keep_alive: true },
  expires_at: '2027-01-31T12:34:56.000Z',
} as unknown as ApiKey;

describe('the form of a key', () => {
  it('changes nothing when nothing was written, not even the second of its end', () => {
    expect(bodyOf(draftOf(key), NOW, key)).toEqual({
      name: 'phone',
      scopes: ['submit', 'read_own'],
      servers: ['lab'],
      app_types: null,
      limits: key.limits,
      settings: key.settings,
      expires_at: '2027-01-31T12:34:56.000Z',
    });
  });

  it('makes by default what the server would: a key that uses the queue and sees nothing of others', () => {
    expect(bodyOf({ ...newDraft(), name: ' me ' }, NOW, null)).toMatchObject({
      name: 'me',
      scopes: ['submit', 'read_own', 'cancel_own'],
      servers: null,
      expires_at: null,
      limits: { max_queued: null, on_exceed: 'defer' },
      settings: { sdapi_mode: null },
    });
  });

  it('counts days from now, and lets a key work to the end of its last day', () => {
    const expires = (draft: Partial<ReturnType<typeof newDraft>>) =>
      bodyOf({ ...newDraft(), ...draft }, NOW, null).expires_at;
    expect(expires({ expiry: '7' })).toBe('2026-11-27T10:00:00.000Z');
    expect(expires({ expiry: 'date', lastDay: '2026-12-31' })).toBe(new Date(2027, 0, 1).toISOString());
    expect(expires({ expiry: 'date', lastDay: '' })).toBeNull();
  });

  it('shows the day that a midnight ends', () => {
    expect(localDay(new Date(2027, 0, 1))).toBe('2026-12-31');
    expect(localDay(new Date(2027, 0, 1, 0, 0, 1))).toBe('2027-01-01');
  });
});

describe('scopes', () => {
  it('stay in their order, and admin means all of them', () => {
    expect(withScope(['read_own'], 'submit', true)).toEqual(['submit', 'read_own']);
    expect(withScope(['submit', 'read_own'], 'submit', false)).toEqual(['read_own']);
    expect(isGranted(['admin'], 'gallery')).toBe(true);
    expect(isGranted(['submit'], 'gallery')).toBe(false);
    expect(bodyOf({ ...newDraft(), scopes: ['submit', 'admin'] }, NOW, null).scopes).toEqual(['admin']);
  });
});
