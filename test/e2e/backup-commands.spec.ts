// `backup` and `restore` of the command line, with and without a server, as they are shipped.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeDatabase, noteIn } from '../../src/database/fixtures/stored-notes.js';
import { DATABASE_FILE } from '../../src/database/sqlite-options.js';
import { builtProgram } from '../support/built-program.js';
import { ChildProgram } from '../support/child-program.js';
import { startProcess } from '../support/start-process.js';
import { makeTempFolder, removeFolder } from '../support/temp-folder.js';

describe('the commands for backups', () => {
  let dataDir: string;
  let path: string;
  beforeEach(async () => {
    dataDir = makeTempFolder('backup-commands');
    path = join(dataDir, DATABASE_FILE);
    await makeDatabase(dataDir, 'old');
  });
  afterEach(() => removeFolder(dataDir));

  const run = async (...args: string[]): Promise<{ code: number | null; said: string }> => {
    const program = new ChildProgram(builtProgram('src/cli/main.js'), args, { CONFIG_DATA_PATH: dataDir });
    const { code } = await program.exited;
    return { code, said: program.lines.join('\n') };
  };
  const nameIn = (said: string): string => /stablequeue-[\w-]+\.sqlite$/.exec(said)![0];

  it('work on the files while no server runs, also when the database is damaged', async () => {
    const made = await run('backup');
    expect(made).toEqual({ code: 0, said: expect.stringMatching(/^Made .*-manual\.sqlite$/) });
    writeFileSync(path, 'this was a database');
    const restored = await run('restore', nameIn(made.said));
    expect({ code: restored.code, last: restored.said.split('\n').at(-1) }).toEqual({
      ...{
        code: 0,
        last: expect.stringMatching(/is in place\. What was there before is .*-before-restore\.sqlite/),
      },
    });
    expect(noteIn(path)).toBe('old');
    expect(await run('restore', '../stablequeue.sqlite')).toEqual({
      ...{ code: 1, said: expect.stringMatching(/no backup/) },
    });
  }, 120_000);

  it('ask the server that runs, and its next start restores', async () => {
    const { said } = await run('backup');
    await makeDatabase(dataDir, 'new');
    const server = await startProcess(dataDir);
    expect((await run('backup')).said).toMatch(/^Made stablequeue-/);
    const marked = await run('restore', nameIn(said));
    expect(marked).toEqual({ code: 0, said: expect.stringMatching(/next start/) });
    await server.stop();
    expect(noteIn(path)).toBe('new');
    const again = await startProcess(dataDir);
    await again.stop();
    expect(noteIn(path)).toBe('old');
  }, 180_000);
});
