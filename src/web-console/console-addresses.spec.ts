import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { belongsToServer, CONSOLE_PAGES, isConsolePage } from './console-addresses.js';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('addresses of the console', () => {
  it('leave every route of the API to the server', () => {
    const { paths } = JSON.parse(read('openapi.json')) as { paths: Record<string, unknown> };
    const taken = Object.keys(paths).filter((path) => !belongsToServer(path));
    expect(taken).toEqual([]);
    expect(Object.keys(paths).filter(isConsolePage)).toEqual([]);
  });

  it("are those of the console's router, and of its service worker", () => {
    const routes = [...read('console/src/app/router.tsx').matchAll(/path: '\/([a-z]+)'/g)];
    expect([...new Set(routes.map(([, first]) => first))].sort()).toEqual([...CONSOLE_PAGES].sort());
    const worker = /\(([a-z|]+)\)\(\\\/\|\$\)/.exec(read('console/public/sw.js'));
    expect(worker?.[1]?.split('|').sort()).toEqual([...CONSOLE_PAGES].sort());
  });
});
