// Secrets are given to the program wherever it takes any, and where it should get none; then its folder, its log and
// its answers are searched for them.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startProcess } from '../support/start-process.js';
import { makeTempFolder, removeFolder } from '../support/temp-folder.js';
import { CanaryRun } from './canary-run.js';
import { filesIn } from './secret-hunt.js';

let folder: string;
let run: CanaryRun;

beforeAll(async () => {
  folder = makeTempFolder('canary');
  run = await CanaryRun.open((settings) => startProcess(folder, settings));
  await run.signIn();
  await run.addServers();
  await run.makeKeys();
  await run.subscribe();
  await run.submit();
  await run.misuse();
  await run.settle();
});

afterAll(async () => {
  await run.close();
  await removeFolder(folder);
});

describe('secrets that were sent', () => {
  it('were all used, so that the search means something', async () => {
    expect((await run.jobs()).map((job) => job.status)).toEqual(run.expectedJobs.map(() => 'completed'));
    expect(run.received).toBeGreaterThan(3);
  });

  it('are in no log line, at the level debug either', () => {
    const lines = run.logLines();
    expect(lines.length).toBeGreaterThan(20);
    const told = lines.flatMap((line) => run.hunt.in(line).map((what) => `${what}: ${line.slice(-200)}`));
    expect(told).toEqual([]);
  });

  it('are in no answer of a GET', async () => {
    const { asked, found } = await run.everyGet();
    expect(asked).toBeGreaterThan(60);
    expect(found).toEqual([]);
  });

  it('are in no answer about an error', () => {
    expect(run.toldInErrors).toEqual([]);
  });

  it('are in no file of the data folder, neither while it runs nor afterwards', async () => {
    const names = filesIn(folder).join(' ');
    expect(names).toContain('-wal');
    expect(names).toContain('.png');
    expect(run.hunt.inFiles(folder)).toEqual([]);
    expect(existsSync(join(folder, 'admin-token.txt'))).toBe(false);
    await run.stop();
    expect(run.hunt.inFiles(folder)).toEqual([]);
  });
});
