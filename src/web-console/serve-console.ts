// The web console as the build left it: its files, and one page for all of its addresses. What the page shows it reads
// through the API; nothing here knows who asks.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { consoleFolder } from './console-folder.js';
import { belongsToServer, CONSOLE_PAGES, isConsolePage, pageAt } from './console-addresses.js';
import { readConsoleFiles, sendConsoleFiles } from './console-files.js';
import { readPagePreloads } from './page-preloads.js';

/** Where the build has left room for it (console/vite.config.ts). */
const NONCE_PLACE = /__CSP_NONCE__/g;
/** What a page needs is named before it: behind the early shell, which waits for no style of it. */
const START_OF_PAGE = '<div id="root">';
const INLINE_SCRIPT = /<script(?![^>]*\bsrc=)[^>]*>([^]*?)<\/script>/g;

/** After the checks that every request passes, before the routes. Without a built console only a note is served. */
export function serveConsole(app: NestExpressApplication, folder = consoleFolder()): void {
  if (folder) app.use(sendConsoleFiles(readConsoleFiles(folder)));
  app.use(pages(folder));
}

function pages(folder: string | null) {
  const document = folder === null ? NOT_BUILT : readFileSync(join(folder, 'index.html'), 'utf8');
  const scripts = hashesOf(document);
  const preloads = folder === null ? null : readPagePreloads(folder, CONSOLE_PAGES);
  return (request: Request, response: Response, next: NextFunction): void => {
    if (!isNavigation(request) || belongsToServer(request.path)) return next();
    const nonce = randomBytes(16).toString('base64');
    response.status(isConsolePage(request.path) ? 200 : 404);
    response.vary('Accept').set('Cache-Control', 'no-cache');
    allowInline(response, nonce, scripts);
    const links = preloads?.get(pageAt(request.path)) ?? '';
    response
      .type('html')
      .send(document.replace(NONCE_PLACE, nonce).replace(START_OF_PAGE, `${links}${START_OF_PAGE}`));
  };
}

/** A browser that opens an address, not a program that reads one. */
function isNavigation(request: Request): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  return request.accepts(['json', 'html']) === 'html';
}

/** As policies name scripts that are part of a page. */
function hashesOf(document: string): string {
  const hash = (script: string): string => createHash('sha256').update(script).digest('base64');
  return [...document.matchAll(INLINE_SCRIPT)].map(([, script]) => ` 'sha256-${hash(script!)}'`).join('');
}

/** Components write some of their styles at run time; scripts come from files, but for those that the page was built with. */
function allowInline(response: Response, nonce: string, scripts: string): void {
  const policy = String(response.getHeader('Content-Security-Policy') ?? '');
  response.setHeader(
    'Content-Security-Policy',
    policy
      .replace("style-src 'self'", `style-src 'self' 'nonce-${nonce}'`)
      .replace("script-src 'self'", `script-src 'self'${scripts}`),
  );
}

const NOT_BUILT =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>StableQueue</title>' +
  '<p>The console is not built: run "npm start", or "npm run build". The API works without it: <a href="/doc">/doc</a>.';
