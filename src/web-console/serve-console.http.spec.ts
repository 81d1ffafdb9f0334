// What browsers and programs get from the console's addresses, with the checks before it and the routes behind it.
import { createHash } from 'node:crypto';
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request, { type Response } from 'supertest';
import { makeTempFolder, removeFolder } from '../../test/support/temp-folder.js';
import { startAccess, type AccessBed } from '../access/fixtures/access-bed.js';
import { AccessLog } from '../api-keys/access-log.js';
import { AppController } from '../app.controller.js';
import { serveConsole } from './serve-console.js';

const SCRIPT = `console.log(${JSON.stringify('a script '.repeat(400))});`;
const INLINE = "document.title = 'at once';";
const PAGE =
  '<!doctype html><head><meta property="csp-nonce" nonce="__CSP_NONCE__"><script src="/assets/index-1a2b.js"></script></head>' +
  `<div id="shell"></div><script nonce="__CSP_NONCE__">${INLINE}</script><div id="root"></div>`;
/** As Vite writes it. */
const MANIFEST = {
  'index.html': { file: 'assets/index-1a2b.js', imports: ['_ui.js'] },
  '_ui.js': { file: 'assets/ui-5e6f.js', imports: ['index.html'] },
  '_form.js': { file: 'assets/form-7a8b.js', imports: ['_ui.js'], css: ['assets/form-9c0d.css'] },
  'src/pages/generate/route.tsx': { file: 'assets/generate-3c4d.js', imports: ['index.html', '_form.js'] },
};
const SECRET = 'a file beside the console';

let root = '';
let bed: AccessBed;

/** A build as Vite leaves it. */
function build(): string {
  const folder = join(root, 'web');
  const files: Record<string, string | Buffer> = {
    'index.html': PAGE,
    'sw.js': '// the worker',
    'icon.svg': '<svg/>',
    'assets/index-1a2b.js': SCRIPT,
    'assets/index-1a2b.js.gz': gzipSync(SCRIPT),
    'assets/index-1a2b.js.br': brotliCompressSync(SCRIPT),
    '.vite/manifest.json': JSON.stringify(MANIFEST),
    '../secret.txt': SECRET,
  };
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return folder;
}

const http = () => request(bed.app.getHttpServer());
const open = (path: string) => http().get(path).set('Accept', 'text/html,application/xhtml+xml,*/*;q=0.8');
const policyOf = ({ headers }: Response): string => String(headers['content-security-policy']);
const nonceIn = (words: string): string | undefined => /nonce[-=]"?([A-Za-z0-9+/=]+)/.exec(words)?.[1];

/** As it was written: clients tidy addresses before they send them. */
function raw(path: string): Promise<{ status: number; text: string }> {
  const { port } = bed.app.getHttpServer().address() as AddressInfo;
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    }).on('error', reject);
  });
}

async function serve(folder: string | null): Promise<void> {
  const install = (app: NestExpressApplication): void => serveConsole(app, folder);
  bed = await startAccess(join(root, 'data'), { HOST: '0.0.0.0' }, [AppController], install);
}

beforeAll(async () => {
  root = makeTempFolder('console');
  await serve(build());
});
afterAll(async () => {
  await bed.stop();
  await removeFolder(root);
});

describe('a page of the console', () => {
  it.each(['/', '/generate', '/queue/88615c9d', '/gallery?q=fox', '/system'])(
    'is one document, for a stranger too: %s',
    async (path) => {
      const answer = await open(path).expect(200);
      expect(answer.headers['content-type']).toMatch(/^text\/html/);
      expect(answer.text).toContain('/assets/index-1a2b.js');
      expect(answer.headers).toMatchObject({ 'cache-control': 'no-cache', vary: 'Accept' });
    },
  );

  it('carries a nonce that its policy names, another one each time', async () => {
    const nonces = new Set<string>();
    for (let times = 0; times < 3; times += 1) {
      const answer = await open('/queue').expect(200);
      const nonce = nonceIn(answer.text);
      expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
      expect(answer.text).not.toContain('__CSP_NONCE__');
      expect(policyOf(answer)).toContain(`style-src 'self' 'nonce-${nonce}';`);
      expect(policyOf(answer)).not.toContain('unsafe');
      nonces.add(nonce!);
    }
    expect(nonces.size).toBe(3);
  });

  it('lets the script run that the page was built with, and no other that is part of it', async () => {
    const hash = createHash('sha256').update(INLINE).digest('base64');
    const answer = await open('/').expect(200);
    expect(policyOf(answer)).toContain(`script-src 'self' 'sha256-${hash}';`);
  });

  it('names behind what is drawn at once what it needs besides the common files', async () => {
    for (const path of ['/', '/generate']) {
      const { text } = await open(path).expect(200);
      const links = [...text.matchAll(/<link rel="(\w+)" crossorigin href="([^"]+)">/g)].map(
        ([, rel, href]) => [rel, href],
      );
      expect(text.indexOf('<link')).toBeGreaterThan(text.indexOf('<div id="shell">'));
      expect(links).toEqual([
        ['modulepreload', '/assets/generate-3c4d.js'],
        ['modulepreload', '/assets/form-7a8b.js'],
        ['stylesheet', '/assets/form-9c0d.css'],
      ]);
    }
    expect((await open('/system').expect(200)).text).not.toContain('<link');
  });

  it('has the headers of every other answer', async () => {
    const { headers } = await open('/').expect(200);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'SAMEORIGIN',
    });
    expect(headers).not.toHaveProperty('x-powered-by');
    await open('/').set('Host', 'evil.example').expect(421);
  });

  it('answers HEAD without a body', async () => {
    const answer = await http().head('/gallery').set('Accept', 'text/html').expect(200);
    expect(answer.text).toBeUndefined();
  });

  it('is told for an address that leads nowhere, with status 404', async () => {
    const answer = await open('/no/such/page').expect(404);
    expect(answer.text).toContain('/assets/index-1a2b.js');
    expect(policyOf(answer)).toContain(String(nonceIn(answer.text)));
  });
});

it('notes no page and no file of the console in the access log', async () => {
  for (const path of ['/', '/queue', '/sw.js', '/icon.svg', '/assets/index-1a2b.js'])
    await open(path).expect(200);
  await bed.http().get('/api/v1/whoami').expect(401);
  await bed.app.get(AccessLog, { strict: false }).flush();
  const rows = await bed.database.read((manager) =>
    manager.query<{ route: string }[]>('SELECT route FROM access_log WHERE status < 400 OR status = 401'),
  );
  expect(rows.map(({ route }) => route)).toEqual(['/api/v1/whoami']);
});

describe('a program', () => {
  it('reads JSON at the root, and 404 in JSON where nothing is', async () => {
    for (const accept of ['application/json', '*/*']) {
      const root = await http().get('/').set('Accept', accept).expect(200);
      expect(root.body).toMatchObject({ name: 'StableQueue', docs: '/doc' });
      const nothing = await http().get('/queue').set('Accept', accept).expect(404);
      expect(nothing.body).toMatchObject({ error: 'not_found' });
    }
  });

  it('never gets a page from the API, not even a browser', async () => {
    for (const path of ['/api/v1/nothing', '/sdapi/v1/nothing', '/health/nothing', '/assets/gone-0.js']) {
      const answer = await open(path);
      expect([answer.status, answer.headers['content-type']]).toEqual([
        404,
        expect.stringMatching(/^application\/(problem\+)?json/),
      ]);
    }
    expect((await http().post('/queue').set('Accept', 'text/html').send({})).status).toBe(404);
  });
});

describe('a file of the console', () => {
  it('is served as it was at the start, whatever a build makes of the folder meanwhile', async () => {
    const script = join(root, 'web', 'assets', 'index-1a2b.js');
    for (const ending of ['', '.gz', '.br']) renameSync(script + ending, `${script}${ending}.away`);
    try {
      for (const encoding of ['br', 'gzip', 'identity'])
        await http().get('/assets/index-1a2b.js').set('Accept-Encoding', encoding).expect(200);
    } finally {
      for (const ending of ['', '.gz', '.br']) renameSync(`${script}${ending}.away`, script + ending);
    }
  });

  it('whose name changes with its content is kept for good', async () => {
    const answer = await http().get('/assets/index-1a2b.js').expect(200);
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(answer.headers['content-type']).toMatch(/javascript/);
  });

  it('whose name stays is asked for again, and is told unchanged', async () => {
    const answer = await http().get('/sw.js').expect(200);
    expect(answer.headers['cache-control']).toBe('no-cache');
    await http().get('/sw.js').set('If-None-Match', String(answer.headers['etag'])).expect(304);
  });

  it.each([
    ['br, gzip', 'br'],
    ['gzip', 'gzip'],
    ['identity', undefined],
  ])('comes as it was compressed by the build: %s', async (accepted, encoding) => {
    const answer = await http().get('/assets/index-1a2b.js').set('Accept-Encoding', accepted);
    expect(answer.headers['content-encoding']).toBe(encoding);
    expect(answer.headers['vary']).toBe('Accept-Encoding');
    const size = Number(answer.headers['content-length']);
    expect(encoding === undefined ? size === SCRIPT.length : size < SCRIPT.length / 10).toBe(true);
    if (encoding !== 'br') expect(answer.text).toBe(SCRIPT);
  });

  it.each([
    '/index.html',
    '/index.html/',
    '/%69ndex.html',
    '/.vite/manifest.json',
    '/%2evite/manifest.json',
    '/assets/../.vite/manifest.json',
  ])('that is not for anybody is not there: %s', async (path) => {
    const { status, text } = await raw(path);
    expect([status, text]).toEqual([404, expect.stringContaining('not_found')]);
  });

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/..%5csecret.txt',
    '//../secret.txt',
    '/%00',
    '/%E0%A4%A',
  ])('outside of the folder is out of reach: %s', async (path) => {
    const { status, text } = await raw(path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(text).not.toContain(SECRET);
  });
});

describe('a server without a built console', () => {
  beforeAll(async () => {
    await bed.stop();
    await serve(null);
  });

  it('says so to browsers, and works', async () => {
    expect((await open('/').expect(200)).text).toContain('npm run build');
    await http().get('/').set('Accept', 'application/json').expect(200);
    await http().get('/assets/index-1a2b.js').expect(404);
  });
});
