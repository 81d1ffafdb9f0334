import { jsonAnswer, textAnswer } from '../http-answer.js';
import type { Route } from '../router.js';

/** The page of the web UI and what stands around it. What the page does: gradio-*.routes.ts. */
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
