// A restore that is killed before each of its file calls in turn: what lies there then is the database as it was or the
// backup, never something in between, and the next start brings it to its end without losing what was there.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { backUp, backupsFolder } from '../../src/database/backup-files.js';
import { makeDatabase, noteIn, noteInLog } from '../../src/database/fixtures/stored-notes.js';
import { markRestore, restoreIfMarked } from '../../src/database/restore-point.js';
import { checkDatabase } from '../../src/database/sqlite-files.js';
import { DATABASE_FILE } from '../../src/database/sqlite-options.js';
import { builtProgram } from '../support/built-program.js';
import { makeTempFolder, removeFolder } from '../support/temp-folder.js';

/** Kills itself right before the call number `at` that changes what lies in the folder. */
const RESTORE = `
  import fs from 'node:fs/promises';
  import { syncBuiltinESMExports } from 'node:module';
  const [program, path, at] = process.argv.slice(1);
  let calls = 0;
  for (const name of ['copyFile', 'rename', 'rm', 'writeFile']) {
    const real = fs[name];
    fs[name] = (...args) => {
      calls += 1;
      if (calls === Number(at)) process.kill(process.pid, 'SIGKILL');
      return real(...args);
    };
  }
  syncBuiltinESMExports();
  const { restoreIfMarked } = await import(program);
  await restoreIfMarked(path);`;

async function restore(path: string, at: number): Promise<'killed' | 'done'> {
  const program = pathToFileURL(builtProgram('src/database/restore-point.js')).href;
  const args = ['--input-type=module', '-e', RESTORE, program, path, String(at)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (signal === 'SIGKILL') return 'killed';
  expect({ code, said }).toEqual({ code: 0, said: '' });
  return 'done';
}

describe('kill -9 in the middle of a restore', () => {
  let original: string;
  let backup: string;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    original = makeTempFolder('restore-original');
    const path = join(original, DATABASE_FILE);
    await makeDatabase(original, 'the backup');
    backup = (await backUp(path, 'manual')).slice(backupsFolder(path).length + 1);
    await markRestore(path, backup);
    noteInLog(path, 'the present');
  });
  afterAll(() => removeFolder(original));

  it('leaves a whole database each time, and the next start ends what was begun', async () => {
    let kills = 0;
    for (let at = 1, outcome = 'killed'; outcome === 'killed'; at += 1) {
      if (at > 200) throw new Error('never came to its end');
      const dataDir = makeTempFolder('restore-killed');
      const path = join(dataDir, DATABASE_FILE);
      cpSync(original, dataDir, { recursive: true });
      outcome = await restore(path, at);
      if (outcome === 'killed') kills += 1;
      const found = await checkDatabase(path);
      expect({ at, problem: found.problem }).toEqual({ at, problem: null });
      await restoreIfMarked(path);
      expect({ at, note: noteIn(path) }).toEqual({ at, note: 'the backup' });
      const saved = readdirSync(backupsFolder(path)).filter((name) => name.endsWith('before-restore.sqlite'));
      const notes = saved.map((name) => noteIn(join(backupsFolder(path), name)));
      expect({ at, notes }).toEqual({ at, notes: notes.map(() => 'the present') });
      expect(notes.length).toBeGreaterThan(0);
      expect(noteIn(join(backupsFolder(path), backup))).toBe('the backup');
      await removeFolder(dataDir);
    }
    expect(kills).toBeGreaterThan(8);
  }, 300_000);
});
