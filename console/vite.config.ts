import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The server puts a fresh one into each page that it sends, and into its Content-Security-Policy. */
const NONCE = '__CSP_NONCE__';
const OUT = '../dist/web';
const COMPRESSIBLE = /\.(js|css|html|svg|webmanifest)$/;

/** Beside each text file its .gz and .br, so that the server need not compress anything. */
function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    closeBundle() {
      const root = join(import.meta.dirname, OUT);
      for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
        // The page itself is filled in by the server.
        if (!entry.isFile() || !COMPRESSIBLE.test(entry.name) || entry.name === 'index.html') continue;
        const path = join(entry.parentPath, entry.name);
        const bytes = readFileSync(path);
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
        writeFileSync(
          `${path}.br`,
          brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
        );
      }
    },
  };
}

/** What is drawn before any file is there must not wait for the styles of what comes after it. */
function stylesBehindShell(): Plugin {
  const link = /\s*<link rel="stylesheet"[^>]*>/g;
  return {
    name: 'styles-behind-shell',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html) =>
        html
          .replace(link, '')
          .replace('<div id="root">', (root) => `${(html.match(link) ?? []).join('').trim()}${root}`),
    },
  };
}

/** `npm run dev`: the pages come from Vite, everything else from the server on STABLEQUEUE_URL. */
const server = process.env['STABLEQUEUE_URL'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), stylesBehindShell(), precompress()],
  html: { cspNonce: NONCE },
  build: {
    outDir: OUT,
    emptyOutDir: true,
    // In one file: what came later would be put into the head, before the styles that stand behind the shell, and lose to them.
    cssCodeSplit: false,
    target: 'es2022',
    sourcemap: false,
    assetsInlineLimit: 0,
    manifest: true,
    // What everything needs is one file; `npm run console:report` has the budget.
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: {
      output: {
        // Dozens of tiny files cost a slow phone more than the few kilobytes that a page may not need.
        codeSplitting: {
          groups: [
            { name: 'base', tags: ['$initial'] },
            {
              name: 'ui',
              test: /node_modules[\\/]@(mantine|floating-ui|tabler|tanstack)[\\/]/,
              minShareCount: 4,
            },
            { name: 'parts', test: /console[\\/]src/, minShareCount: 3 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': server, '/health': server, '/doc': server } },
});
