import { describe, expect, it } from '@jest/globals';
import type { Server } from '../../api/queries/servers';
import { bodyOf, draftOf, newDraft, planTest, testBodyOf } from './server-draft';

const saved = {
  alias: 'lab',
  base_url: 'http://10.0.0.2:7860',
  app_type: 'a1111',
  credentials: { type: 'basic', username: 'me', password_set: true },
  extra_headers: { 'x-tunnel': '***' },
  tls: { verify: false, ca_pem: 'PEM\n' },
  max_concurrent_jobs: 2,
  notes: 'under the desk',
  options: { fetch_lost_results: true, slow: 1 },
  tags: ['fast'],
  look_ahead: true,
  gpu: 'rtx',
  idle_unload_minutes: 15,
  hours: { time_zone: 'Europe/Berlin', windows: [{ days: ['mon'], from: '18:00', to: '24:00' }] },
  busy_hook: {
    url: 'http://llm:1/leave',
    method: 'PUT',
    headers: { 'x-key': '***' },
    body: '{}',
    timeout_seconds: 5,
    required: true,
    last_call: null,
  },
  idle_hook: null,
} as unknown as Server;

describe('the form of a server', () => {
  it('changes nothing when nothing was written', () => {
    expect(bodyOf(draftOf(saved))).toEqual({
      alias: 'lab',
      base_url: 'http://10.0.0.2:7860',
      app_type: 'a1111',
      credentials: { type: 'basic', username: 'me' },
      extra_headers: { 'x-tunnel': '***' },
      tls: { verify: false, ca_pem: 'PEM' },
      max_concurrent_jobs: 2,
      notes: 'under the desk',
      options: { fetch_lost_results: true, slow: 1 },
      tags: ['fast'],
      look_ahead: true,
      gpu: 'rtx',
      idle_unload_minutes: 15,
      hours: { time_zone: 'Europe/Berlin', windows: [{ days: ['mon'], from: '18:00', to: '00:00' }] },
      busy_hook: {
        url: 'http://llm:1/leave',
        method: 'PUT',
        headers: { 'x-key': '***' },
        body: '{}',
        timeout_seconds: 5,
        required: true,
      },
      idle_hook: null,
    });
  });

  it('leaves out lines without a name and trims what people paste', () => {
    const draft = {
      ...newDraft(),
      alias: ' lab ',
      url: ' http://a:1 ',
      headers: [{ name: ' ', value: 'x' }],
    };
    expect(bodyOf(draft)).toMatchObject({
      alias: 'lab',
      base_url: 'http://a:1',
      extra_headers: {},
      credentials: { type: 'none' },
      options: {},
      notes: null,
      tags: [],
      gpu: null,
      idle_unload_minutes: null,
      hours: null,
      busy_hook: null,
      idle_hook: null,
    });
  });

  it.each(['{', '[1]', '"text"', 'null'])('does not take %s for options', (otherOptions) => {
    expect(bodyOf({ ...newDraft(), otherOptions })).toBeNull();
  });
});

describe('the test of a form', () => {
  it('leaves hooks out, whose stored secrets it does not have', () => {
    expect(testBodyOf(bodyOf(draftOf(saved))!)).toMatchObject({ alias: 'lab', busy_hook: null });
  });

  it('asks the saved server while its address and login are as stored, whatever else is written', () => {
    expect(planTest({ ...draftOf(saved), notes: 'new', atOnce: 4 }, saved).kind).toBe('saved');
  });

  it('asks what is written when all of it is there', () => {
    const draft = { ...draftOf(saved), password: 'new', headers: [{ name: 'x-tunnel', value: 'again' }] };
    expect(planTest(draft, saved).kind).toBe('written');
    expect(planTest({ ...newDraft(), url: 'http://a:1' }, null).kind).toBe('written');
  });

  it('wants stored secrets again for another address', () => {
    const elsewhere = { ...draftOf(saved), url: 'http://10.0.0.3:7860' };
    expect(planTest(elsewhere, saved).kind).toBe('needs_secret');
    expect(planTest({ ...elsewhere, password: 'p' }, saved).kind).toBe('needs_secret');
  });

  it('wants an address first', () => {
    expect(planTest(newDraft(), null).kind).toBe('needs_address');
  });
});
