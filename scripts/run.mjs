// `node scripts/run.mjs <compiled program> [arguments]`: installs and builds if need be, then runs it in this process.
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { ensureBuilt, ensureInstalled } from './prepare.mjs';

const [program, ...args] = process.argv.slice(2);
ensureInstalled();
ensureBuilt();
process.argv = [process.argv[0], resolve(program), ...args];
await import(pathToFileURL(resolve(program)).href);
