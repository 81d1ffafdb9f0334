import { describe, expect, it } from '@jest/globals';
import type { Request, Response } from 'express';
import { refuseCrossSite } from './cross-site.js';

function outcome(method: string, headers: Record<string, string>, pathToken?: string): unknown {
  let passed: unknown = 'not called';
  const host = '192.168.1.5:3000';
  const request = { method, host, headers: { host, ...headers }, pathToken } as unknown as Request;
  const check = refuseCrossSite('https://queue.example.org');
  check(request, {} as Response, (error?: unknown) => (passed = error ?? 'passed'));
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
    ['the own page behind a proxy that changes the host', 'PUT', { origin: 'https://queue.example.org' }],
    [
      'a page with a key',
      'POST',
      { 'sec-fetch-site': 'cross-site', 'x-api-key': 'mk_1', 'x-api-secret': 's' },
    ],
    ['a page with a bearer', 'POST', { origin: 'http://forge:7860', authorization: 'Bearer mk_1:s' }],
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
    [
      'another site through a browser that remembers Basic',
      { origin: 'http://evil.example', authorization: 'Basic YTpi' },
    ],
    ['another site with an empty header', { origin: 'http://evil.example', authorization: '' }],
  ])('refuses changes from %s', (_who, headers) => {
    expect(outcome('POST', headers)).toMatchObject({ code: 'cross_site_request', status: 403 });
  });

  it('lets clients through whose address has a token', () => {
    expect(outcome('POST', { origin: 'http://elsewhere' }, 'token')).toBe('passed');
  });
});
