import { describe, expect, it } from '@jest/globals';
import type { Request } from 'express';
import { baseUrlOf } from './public-url.js';

const request = (headers: Record<string, string>, trusted = false, protocol = 'http'): Request =>
  ({
    headers,
    protocol,
    socket: { remoteAddress: '10.0.0.9', localAddress: '127.0.0.1', localPort: 3000 },
    app: { get: (name: string) => (name === 'trust proxy fn' ? () => trusted : undefined) },
  }) as unknown as Request;

describe(baseUrlOf.name, () => {
  it('is PUBLIC_URL where that is set, whatever the request says', () => {
    const settings = { PUBLIC_URL: 'https://queue.example.org/sq//' };
    expect(baseUrlOf(request({ host: 'evil' }), settings)).toBe('https://queue.example.org/sq');
  });

  it('is otherwise what the client asked for', () => {
    expect(baseUrlOf(request({ host: 'nas:3000' }), {})).toBe('http://nas:3000');
    expect(baseUrlOf(request({ host: '[::1]:3000' }), {})).toBe('http://[::1]:3000');
  });

  it('believes forwarded headers from a trusted proxy only', () => {
    const headers = {
      host: 'inside:3000',
      'x-forwarded-host': 'outside, inner',
      'x-forwarded-prefix': '/sq/',
    };
    expect(baseUrlOf(request(headers, true, 'https'), {})).toBe('https://outside/sq');
    expect(baseUrlOf(request(headers, false), {})).toBe('http://inside:3000');
  });

  it('never repeats what is no host or prefix', () => {
    const headers = { host: 'inside', 'x-forwarded-host': 'a"><script>', 'x-forwarded-prefix': '/"><b' };
    expect(baseUrlOf(request(headers, true), {})).toBe('http://inside');
    expect(baseUrlOf(request({ host: 'x y' }), {})).toBe('http://127.0.0.1:3000');
  });
});
