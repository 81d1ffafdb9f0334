// Which addresses are pages of the console. Everything else that a browser opens is either a route of the server or
// nothing at all; for nothing the console has a page, too.

/** First parts of the console's own addresses (console/src/app/router.tsx). */
export const CONSOLE_PAGES = [
  'generate',
  'queue',
  'gallery',
  'models',
  'servers',
  'workflows',
  'keys',
  'webhooks',
  'system',
  'more',
] as const;

/** First parts of everything that the server answers itself; a spec compares them with the OpenAPI document. */
export const SERVER_PATHS = [
  'api',
  'sdapi',
  'internal',
  'controlnet',
  'config',
  'user',
  'login',
  'health',
  'status',
  'doc',
  'doc-json',
  'doc-yaml',
  'assets',
] as const;

const firstPart = (path: string): string => path.split('/', 2)[1] ?? '';

/** Where `/` leads. */
const LANDING_PAGE = 'generate';

/** The first part of the address of the page that is shown there; it may be none of them. */
export function pageAt(path: string): string {
  return firstPart(path) || LANDING_PAGE;
}

export function isConsolePage(path: string): boolean {
  return (CONSOLE_PAGES as readonly string[]).includes(pageAt(path));
}

export function belongsToServer(path: string): boolean {
  return (SERVER_PATHS as readonly string[]).includes(firstPart(path));
}
