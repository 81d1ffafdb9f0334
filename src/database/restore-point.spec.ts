import { existsSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import BetterSqlite3 from 'better-sqlite3';
import { makeTempFolder, removeFolder } from '../../test/support/temp-folder.js';
import { backUp, backupsFolder } from './backup-files.js';
import { makeDatabase, noteIn, noteInLog } from './fixtures/stored-notes.js';
import { lastRestore, markRestore, restoreIfMarked, restorePending, unmarkRestore } from './restore-point.js';
import { DATABASE_FILE } from './sqlite-options.js';

beforeAll(() => {
  Logger.overrideLogger(false);
});

describe('the restore point', () => {
  let dataDir: string;
  let path: string;
  let backup: string;

  beforeEach(async () => {
    dataDir = makeTempFolder('restore');
    path = join(dataDir, DATABASE_FILE);
    await makeDatabase(dataDir, 'old');
    backup = (await backUp(path, 'manual')).slice(backupsFolder(path).length + 1);
    await makeDatabase(dataDir, 'new');
  });
  afterEach(() => removeFolder(dataDir));

  const inFolder = (name: string): string => join(backupsFolder(path), name);
  const refusal = (name: string): Promise<string> =>
    markRestore(path, name).then(
      () => 'taken',
      (error: unknown) => (error as { code: string }).code,
    );

  it('puts the backup in place, and keeps what was there, its log too', async () => {
    noteInLog(path, 'newest');
    await markRestore(path, backup);
    expect(restorePending(path)).toBe(backup);
    expect(noteIn(path)).toBe('newest');
    noteInLog(path, 'newest of all');
    const done = await restoreIfMarked(path);
    expect(done).toMatchObject({ name: backup, error: null });
    expect(noteIn(path)).toBe('old');
    expect(noteIn(inFolder(done!.saved!))).toBe('newest of all');
    expect(restorePending(path)).toBeNull();
    expect(lastRestore(path)).toEqual(done);
    expect(readdirSync(dataDir).filter((name) => /restoring|part/.test(name))).toEqual([]);
  });

  it('does nothing when nothing is marked, or the mark was taken back', async () => {
    expect(await restoreIfMarked(path)).toBeNull();
    await markRestore(path, backup);
    expect(await unmarkRestore(path)).toBe(true);
    expect(await unmarkRestore(path)).toBe(false);
    expect(await restoreIfMarked(path)).toBeNull();
    expect(noteIn(path)).toBe('new');
  });

  it.each([
    '../stablequeue.sqlite',
    '..',
    '/etc/passwd',
    'a/b.sqlite',
    '.hidden.sqlite',
    'no-such.sqlite',
    '',
  ])('knows no backup of the name "%s"', async (name) => {
    expect(await refusal(name)).toBe('backup_not_found');
    expect(restorePending(path)).toBeNull();
  });

  it('refuses a file that is damaged, is no database, or is somebody else’s', async () => {
    await copyFile(inFolder(backup), inFolder('cut.sqlite'));
    truncateSync(inFolder('cut.sqlite'), 20_000);
    await writeFile(inFolder('text.sqlite'), 'not a database at all');
    await writeFile(inFolder('empty.sqlite'), '');
    new BetterSqlite3(inFolder('other.sqlite')).exec('CREATE TABLE jobs (x)').close();
    for (const name of ['cut', 'text', 'empty', 'other'])
      expect({ name, code: await refusal(`${name}.sqlite`) }).toEqual({ name, code: 'backup_unusable' });
    expect(restorePending(path)).toBeNull();
  });

  it('refuses a backup of a newer version, and takes one of an older', async () => {
    await copyFile(inFolder(backup), inFolder('newer.sqlite'));
    const newer = new BetterSqlite3(inFolder('newer.sqlite'));
    newer.exec(
      `INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'FromTheFuture9999999999999')`,
    );
    newer.close();
    expect(await refusal('newer.sqlite')).toBe('backup_too_new');
    await copyFile(inFolder(backup), inFolder('older.sqlite'));
    const older = new BetterSqlite3(inFolder('older.sqlite'));
    older.exec(`DELETE FROM migrations WHERE timestamp = (SELECT max(timestamp) FROM migrations)`);
    older.close();
    expect(await refusal('older.sqlite')).toBe('taken');
  });

  it('leaves the database alone when the backup has been damaged or deleted since it was marked', async () => {
    await markRestore(path, backup);
    truncateSync(inFolder(backup), 20_000);
    const done = await restoreIfMarked(path);
    expect(done?.error).toEqual(expect.any(String));
    expect(noteIn(path)).toBe('new');
    expect(restorePending(path)).toBeNull();
  });

  it('keeps the files of a present database that is damaged', async () => {
    await markRestore(path, backup);
    writeFileSync(path, 'this was a database');
    const done = await restoreIfMarked(path);
    expect(await readFile(inFolder(done!.saved!), 'utf8')).toBe('this was a database');
    expect(noteIn(path)).toBe('old');
  });

  it('makes a database where there is none', async () => {
    const elsewhere = makeTempFolder('restore-empty');
    try {
      const target = join(elsewhere, DATABASE_FILE);
      await mkdir(backupsFolder(target));
      await copyFile(inFolder(backup), join(backupsFolder(target), backup));
      await markRestore(target, backup);
      expect(await restoreIfMarked(target)).toMatchObject({ saved: null, error: null });
      expect(noteIn(target)).toBe('old');
    } finally {
      await removeFolder(elsewhere);
    }
  });

  it('brings in the log of a backup that somebody has copied with it', async () => {
    await copyFile(inFolder(backup), inFolder('mine.sqlite'));
    noteInLog(inFolder('mine.sqlite'), 'in the log');
    await markRestore(path, 'mine.sqlite');
    await restoreIfMarked(path);
    expect(noteIn(path)).toBe('in the log');
  });

  it('believes no mark that leads out of the folder', async () => {
    await writeFile(
      join(dataDir, 'stablequeue.restore.json'),
      JSON.stringify({ name: '../../etc/x.sqlite' }),
    );
    expect(await restoreIfMarked(path)).toBeNull();
    await writeFile(join(dataDir, 'stablequeue.restore.json'), '{ half');
    expect(await restoreIfMarked(path)).toBeNull();
    expect(noteIn(path)).toBe('new');
    expect(existsSync(path)).toBe(true);
  });
});
