// What takes long with a whole database file, in a thread of its own, so that nobody waits for it. Plain JavaScript, as
// it runs the same beside the sources and beside the build. Asked by `sqlite-files.ts`.
import { parentPort, workerData } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';

/** All pages at once: in pieces, every write meanwhile would make it begin again. */
const ALL_PAGES = 0x7fffffff;

/** A consistent copy of a database that may be in use, as a single file. */
async function copy({ path, target }) {
  const source = new BetterSqlite3(path, { readonly: true, fileMustExist: true });
  try {
    await source.backup(target, { progress: () => ALL_PAGES });
  } finally {
    source.close();
  }
  const made = new BetterSqlite3(target, { fileMustExist: true });
  try {
    // Its log would be a second file.
    made.pragma('journal_mode = DELETE');
  } finally {
    made.close();
  }
}

/** What is wrong with a file (null: nothing), and which migrations it has had (null: it is none of ours). */
function check({ path }) {
  let file;
  try {
    file = new BetterSqlite3(path, { readonly: true, fileMustExist: true });
    const result = file.pragma('quick_check(1)', { simple: true });
    return { problem: result === 'ok' ? null : String(result), migrations: migrationsOf(file) };
  } catch (error) {
    return { problem: error.message, migrations: null };
  } finally {
    file?.close();
  }
}

function migrationsOf(file) {
  const tables = file.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).pluck().all();
  if (!['migrations', 'jobs', 'servers'].every((name) => tables.includes(name))) return null;
  return file.prepare('SELECT name FROM migrations ORDER BY timestamp').pluck().all();
}

const { operation, ...files } = workerData;
parentPort.postMessage(operation === 'copy' ? await copy(files) : check(files));
