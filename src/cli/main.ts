// `npm run cli -- …`: an operator's commands. They speak HTTP to the StableQueue that uses the data folder; if
// none runs, one is started for the length of the command, on a free port and without running any job.
import { Command, Option } from 'commander';
import { BadSettingsError, readSettings } from '../config/settings.js';
import { adminLink } from './access-commands.js';
import { makeBackup, restoreBackup } from './backup-commands.js';
import { clearQueue, listJobs, pauseQueue, resetQueue, resumeQueue } from './queue-commands.js';
import { withQueue, type Api } from './running-queue.js';

function run<T extends unknown[]>(
  command: (api: Api, ...args: T) => Promise<string>,
): (...args: T) => Promise<void> {
  return async (...args: T) => {
    const settings = readSettings(process.env);
    say(await withQueue(settings, (api) => command(api, ...args)));
  };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

const program = new Command('stablequeue').description('Commands for the operator of a StableQueue');
const queue = program.command('queue').description('Look after the queue');

queue
  .command('list')
  .description('Jobs, newest first')
  .option(
    '--status <states>',
    'only these, comma separated: pending, processing, completed, failed, cancelled',
  )
  .option('--limit <number>', 'how many at most', '20')
  .addOption(
    new Option('--order <order>', 'by arrival, or waiting jobs as they will run')
      .choices(['asc', 'desc', 'queue'])
      .default('desc'),
  )
  .option('--json', 'as JSON')
  .action(run(listJobs));
queue.command('pause').description('Start no more jobs; running ones go on').action(run(pauseQueue));
queue.command('resume').description('Go on').action(run(resumeQueue));
queue
  .command('clear')
  .description('Forget ended jobs; images stay')
  .option('--status <states>', 'which, comma separated', 'completed,failed,cancelled')
  .option('--older-than <hours>', 'only those that ended at least so long ago', '0')
  .action(run(clearQueue));
queue
  .command('reset')
  .description('Cancel and forget every job, after a copy of the database; images and servers stay')
  .option('--yes', 'really do it')
  .action(run(resetQueue));

program
  .command('backup')
  .description('A checked copy of the database in backups/ in the data folder, also while the server runs')
  .action(async () => say(await makeBackup(readSettings(process.env))));
program
  .command('restore <name>')
  .description('Put a backup in place of the database; while the server runs, at its next start')
  .action(async (name: string) => say(await restoreBackup(readSettings(process.env), name)));
program
  .command('admin-link')
  .description('A link that signs one browser in to the console; replaces the last one')
  .action(run(adminLink));

program.parseAsync().catch((error: unknown) => {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${error instanceof BadSettingsError ? text : `stablequeue: ${text}`}\n`);
  process.exitCode = 1;
});
