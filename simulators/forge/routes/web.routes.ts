import { jsonAnswer, textAnswer } from '../http-answer.js';
import type { Route } from '../router.js';

/**
 * The little of the web UI there is without Gradio's queue: enough to tell the server's kind and
 * Gradio version. Present also where an API route would not be.
 */
export const webRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/',
    allowsHead: true,
    handle: ({ host }) =>
      textAnswer(
        `<!doctype html><title>Stable Diffusion</title><p>simulated ${host.settings.dialect.name}</p>`,
        'text/html; charset=utf-8',
      ),
  },
  {
    method: 'GET',
    path: '/config',
    handle: ({ host }) => {
      const { gradioVersion, hasModules } = host.settings.dialect;
      return jsonAnswer({
        version: gradioVersion,
        mode: 'blocks',
        ...(hasModules ? { protocol: 'sse_v3' } : {}),
      });
    },
  },
  { method: 'GET', path: '/startup-events', handle: () => jsonAnswer(false) },
  {
    method: 'GET',
    path: '/robots.txt',
    handle: () => textAnswer('User-agent: *\nDisallow: ', 'text/plain; charset=utf-8'),
  },
];

/** What there is in every mode. */
export function documentRoutes(routes: () => readonly Route[]): Route[] {
  return [
    {
      method: 'GET',
      path: '/openapi.json',
      handle: ({ host }) => jsonAnswer(describeApi(routes(), host.settings.dialect.openApiVersion)),
    },
    {
      method: 'GET',
      path: '/docs',
      handle: () =>
        textAnswer('<!DOCTYPE html><title>FastAPI - Swagger UI</title>', 'text/html; charset=utf-8'),
    },
  ];
}

/** The paths, which tell a client the kind of server and whether the API is on. */
function describeApi(routes: readonly Route[], openapi: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const { path, method } of routes) {
    if (!/^\/(sdapi|internal|controlnet)\//.test(path)) continue;
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: { responses: { 200: { description: 'Successful Response' } } },
    };
  }
  return { openapi, info: { title: 'FastAPI', version: '0.1.0' }, paths };
}
