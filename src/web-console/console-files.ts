// The files of the built console, held in memory: a build that replaces them under a running server can neither break
// its page, whose assets would be gone, nor the server.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { NextFunction, Request, Response } from 'express';

/** Beside each text file the build leaves these. */
const ENCODINGS = { br: '.br', gzip: '.gz' } as const;
type Encoding = keyof typeof ENCODINGS;

interface ConsoleFile {
  bytes: Buffer;
  encoded: Partial<Record<Encoding, Buffer>>;
  etag: string;
}

const YEAR_SECONDS = 31_536_000;

/** By address: `/assets/index-Bbswgojm.js`. The page goes out with a nonce only, and the build's own records not at all. */
export function readConsoleFiles(folder: string): Map<string, ConsoleFile> {
  const files = new Map<string, ConsoleFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const address = `/${relative(folder, path).split(sep).join('/')}`;
    if (!entry.isFile() || /\/\.|\.(br|gz)$/.test(address) || address === '/index.html') continue;
    files.set(address, readConsoleFile(path));
  }
  return files;
}

function readConsoleFile(path: string): ConsoleFile {
  const bytes = readFileSync(path);
  const encoded: ConsoleFile['encoded'] = {};
  for (const [encoding, ending] of Object.entries(ENCODINGS) as [Encoding, string][]) {
    try {
      encoded[encoding] = readFileSync(path + ending);
    } catch {
      // Pictures have none: they are compressed already.
    }
  }
  return { bytes, encoded, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` };
}

/** Names of assets change with their content; of what else lies there (icons, the service worker) they do not. */
export function sendConsoleFiles(files: Map<string, ConsoleFile>) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const file = files.get(request.path);
    if (!file || (request.method !== 'GET' && request.method !== 'HEAD')) return next();
    const forEver = request.path.startsWith('/assets/');
    response.vary('Accept-Encoding').set({
      'Cache-Control': forEver ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
      ETag: file.etag,
    });
    response.type(extname(request.path));
    const encoding = request.acceptsEncodings(Object.keys(file.encoded));
    if (encoding) response.set('Content-Encoding', encoding);
    response.send((encoding && file.encoded[encoding as Encoding]) || file.bytes);
  };
}
