// Names from clients that try to be paths: none leads anywhere, whatever route it comes by.
import { request as rawRequest } from 'node:http';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GalleryApp } from './fixtures/gallery-app.js';
import { picture } from './fixtures/sample-images.js';

const SECRET = 'the secret of the queue';

describe('names that are paths', () => {
  let app: GalleryApp;
  beforeEach(async () => void (app = await GalleryApp.open()));
  afterEach(() => app.close());

  it.each(evilNames())('lead nowhere: %j', async (name) => {
    await app.save([await picture()]);
    const bystanders = [
      'secret.key',
      'outputs/secret.key',
      'outputs/2026-11-20/secret.key',
      'outputs/secret.png',
      'outputs/.hidden.png',
    ];
    await mkdir(join(app.fixture.imagesDir, '2026-11-20'), { recursive: true });
    for (const path of bystanders) await writeFile(join(app.fixture.dataDir, path), SECRET);
    const before = await app.fixture.filesOnDisk();
    for (const [method, path] of [
      ['GET', `/api/v1/images/download/${name}`],
      ['GET', `/api/v1/images/preview/${name}`],
      ['GET', `/api/v1/gallery/images/${name}/info`],
      ['DELETE', `/api/v1/gallery/images/${name}`],
    ] as const) {
      const { status, body } = await raw(app.port, method, path);
      expect({ path, refused: status >= 400 && status < 500 }).toEqual({ path, refused: true });
      expect(body).not.toContain(SECRET);
    }
    expect(await app.fixture.filesOnDisk()).toEqual(before);
  });
});

/** As they are on the wire: no client library may tidy them up. */
function evilNames(): string[] {
  const traversals = [
    '..%2fsecret.key',
    '..%2Fsecret.key',
    '%2e%2e%2fsecret.key',
    '%2e%2e/secret.key',
    '../secret.key',
    '../../secret.key',
    '..%5csecret.key',
    '..\\secret.key',
    '%2e%2e%5csecret.key',
    '..%252fsecret.key',
    '%252e%252e%252fsecret.key',
    '..%c0%afsecret.key',
    '%c0%ae%c0%ae%c0%afsecret.key',
    '..%e0%80%afsecret.key',
    '....//secret.key',
    '....%2f%2fsecret.key',
    '..;/secret.key',
    '..%00/secret.key',
    '.%2e/secret.key',
    '%2e./secret.key',
    '2026-11-20%2f..%2f..%2fsecret.key',
    '2026-11-20/secret.key',
    '2026-11-20%2fsecret.key',
    '2026-11-20%5csecret.key',
  ];
  const absolutes = [
    '%2fetc%2fpasswd',
    '//etc/passwd',
    'file:%2f%2f%2fetc%2fpasswd',
    'C:%5csecret.key',
    'C:secret.key',
    '%5c%5chost%5cshare',
    '%2fproc%2fself%2fenviron',
    '~%2fsecret.key',
  ];
  const odd = [
    '.',
    '..',
    '%2e',
    '%2e%2e',
    '.hidden.png',
    '%2ehidden.png',
    'secret.key%00.png',
    '88615c9d_00001.png%00',
    '88615c9d_00001.png%0a',
    '88615c9d_00001.png%20',
    '%2088615c9d_00001.png',
    '88615c9d_00001.png::$DATA',
    '88615c9d_00001.png%3a%3a$DATA',
    'NUL',
    'CON.png',
    '88615c9d_00001.PNG',
    '88615C9D_00001.png',
    '88615c9d_00001.png.',
    '88615c9d_00001%2epng%2f',
    '%',
    '%zz',
    '%ff',
    '*',
    '88615c9d_0000%3f.png',
    "' OR 1=1 --".replaceAll(' ', '%20'),
    '88615c9d%25',
    '%E2%80%AE88615c9d_00001.png',
    'a'.repeat(129),
    'a'.repeat(5000),
    'secret.key',
    'secret.png',
    '__proto__',
    'constructor',
    '%3Cscript%3E',
  ];
  return [...traversals, ...absolutes, ...odd];
}

function raw(port: number, method: string, path: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = rawRequest({ host: '127.0.0.1', port, method, path, agent: false }, (response) => {
      let body = '';
      response.setEncoding('latin1').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    sent.on('error', reject).end();
  });
}
