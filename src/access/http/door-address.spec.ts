import { describe, expect, it } from '@jest/globals';
import type { Response } from 'express';
import type { RequestWithPrincipal } from '../contract/index.js';
import { isDoorPath, readDoorAddress, rewriteDoorAddress } from './door-address.js';

const sync = (alias: string | null) => ({ sync: true, alias });

describe(readDoorAddress.name, () => {
  it.each([
    ['/api/v1/queue?a=1', { url: '/api/v1/queue?a=1' }],
    ['/sdapi/v1/txt2img', { url: '/sdapi/v1/txt2img' }],
    ['/api/v2/wildcards/k/x', { url: '/api/v2/wildcards/k/x' }],
    ['/keys%ff', { url: '/keys%ff' }],
    ['/k/tok/sdapi/v1/options?x=1', { url: '/sdapi/v1/options?x=1', pathToken: 'tok' }],
    ['/k/tok', { url: '/', pathToken: 'tok' }],
    ['/k/tok/', { url: '/', pathToken: 'tok' }],
    ['/k/tok/config', { url: '/config', pathToken: 'tok' }],
    ['/k/tok/login/?a', { url: '/login/?a', pathToken: 'tok' }],
    ['/a1111', { url: '/', door: sync(null) }],
    ['/a1111/?__theme=dark', { url: '/?__theme=dark', door: sync(null) }],
    ['/a1111/sdapi/v1/txt2img', { url: '/sdapi/v1/txt2img', door: sync(null) }],
    ['/a1111/tower', { url: '/', door: sync('tower') }],
    ['/a1111/My%20GPU/internal/ping', { url: '/internal/ping', door: sync('My GPU') }],
    ['/a1111/tower/agent-scheduler/v1/queue', { url: '/agent-scheduler/v1/queue', door: sync('tower') }],
    [
      '/k/tok/a1111/tower/sdapi/v1/txt2img?a',
      { url: '/sdapi/v1/txt2img?a', pathToken: 'tok', door: sync('tower') },
    ],
  ])('reads %s', (url, expected) => {
    expect(readDoorAddress(url)).toEqual(expected);
  });

  it.each([
    '/k/',
    '/k//sdapi/v1/options',
    '/k/tok/api/v1/queue',
    '/k/tok/k/tok/sdapi/v1/options',
    '/k/tok/configuration',
    '/a1111/tower/api/v1/queue',
    '/a1111/%ff/sdapi/v1/options',
    '/a1111/a1111/sdapi',
  ])('leads nowhere from %s', (url) => {
    expect(readDoorAddress(url)).toBeNull();
  });
});

describe(isDoorPath.name, () => {
  it.each([
    ['/sdapi/v1/txt2img', true],
    ['/controlnet/detect', true],
    ['/login', true],
    ['/', false],
    ['/api/v1/generate', false],
    ['/sdapi', false],
  ])('%s: %s', (path, expected) => expect(isDoorPath(path)).toBe(expected));
});

describe(rewriteDoorAddress.name, () => {
  function rewritten(url: string): RequestWithPrincipal & { error?: unknown } {
    const request = { url, originalUrl: url } as RequestWithPrincipal & { error?: unknown };
    rewriteDoorAddress(request, {} as Response, (error?: unknown) => (request.error = error));
    return request;
  }

  it.each([
    'http://host:3000/k/secret-token/sdapi/v1/options',
    '//k/secret-token/sdapi/v1/options',
    '/k/secret-token/nowhere',
    '/K/secret-token/sdapi/v1/options',
    '/%6b/secret-token/sdapi/v1/options',
    '/%4B%2Fsecret-token/sdapi/v1/options',
    '/%256b/secret-token/sdapi/v1/options',
    '/./k/secret-token/sdapi/v1/options',
    '/x/../k/secret-token/sdapi/v1/options',
    '/%2e%2e/k/secret-token/sdapi/v1/options',
    '/\\k\\secret-token',
    '/.//k/secret-token',
    'http://host:3000/K/secret-token/sdapi/v1/options',
    'http://[broken/k/secret-token/sdapi/v1/options',
    '/k/secret-token/sdapi/v1/nowhere',
  ])('leaves no token in an address: %s', (url) => {
    const request = rewritten(url);
    expect(`${request.url} ${request.originalUrl} ${JSON.stringify(request.error)}`).not.toContain(
      'secret-token',
    );
  });
});
