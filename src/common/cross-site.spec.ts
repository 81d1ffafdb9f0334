import { describe, expect, it } from '@jest/globals';
import type { Request, Response } from 'express';
import { refuseCrossSite } from './cross-site.js';

function outcome(method: string, headers: Record<string, string>): unknown {
  let passed: unknown = 'not called';
  const request = { method, headers: { host: '192.168.1.5:3000', ...headers } } as unknown as Request;
  refuseCrossSite(request, {} as Response, (error?: unknown) => (passed = error ?? 'passed'));
  return passed;
}

describe(refuseCrossSite.name, () => {
  it.each([
    ['a program', 'POST', {}],
    ['the own page', 'POST', { origin: 'http://192.168.1.5:3000' }],
    [
      'the own page in a browser that tells',
      'DELETE',
      { 'sec-fetch-site': 'same-origin', origin: 'http://localhost' },
    ],
    ['a person typing', 'POST', { 'sec-fetch-site': 'none' }],
    ['a read from anywhere', 'GET', { 'sec-fetch-site': 'cross-site' }],
  ])('lets %s through', (_who, method, headers) => {
    expect(outcome(method, headers)).toBe('passed');
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of this host', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'http://evil.example' }],
    ['a sandboxed page', { origin: 'null' }],
    ['an origin that is none', { origin: 'x' }],
  ])('refuses changes from %s', (_who, headers) => {
    expect(outcome('POST', headers)).toMatchObject({ code: 'cross_site_request', status: 403 });
  });
});
