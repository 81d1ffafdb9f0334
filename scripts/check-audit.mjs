// The supply chain: what the lock file may hold, and what is known against it.
//   - every package comes from the npm registry (the lock file names no other place), with a checksum; only those in package.json's `allowScripts` run code
//     when they are installed. This needs no network.
//   - `npm audit` of what is shipped; a known hole of level high or above fails. Where the registry offers no audit (a
//     mirror, no network) this is said and passes, unless AUDIT=required.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const REGISTRY = 'https://registry.npmjs.org/';
const read = (file) => JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'));
const { packages } = read('package-lock.json');
const decided = Object.keys(read('package.json').allowScripts ?? {});

const problems = Object.entries(packages)
  // The project itself and its workspace come from no registry.
  .filter(([path, entry]) => path.includes('node_modules/') && !entry.link)
  .flatMap(([path, entry]) => {
    const name = path.split('node_modules/').at(-1);
    const found = [];
    if (entry.resolved && !entry.resolved.startsWith(REGISTRY))
      found.push(`${name} does not come from ${REGISTRY}`);
    if (!entry.integrity?.startsWith('sha512-')) found.push(`${name} has no SHA-512 checksum`);
    if (entry.hasInstallScript && !decided.includes(name))
      found.push(`${name} runs code when it is installed and is not named in allowScripts of package.json`);
    return found;
  });

const audit = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  cwd: new URL('..', import.meta.url),
  encoding: 'utf8',
  shell: process.platform === 'win32',
  timeout: 120_000,
});
const report = parse(audit.stdout);
const levels = report?.metadata?.vulnerabilities;
if (levels) {
  const grave = (levels.high ?? 0) + (levels.critical ?? 0);
  if (grave)
    problems.push(`npm audit knows ${grave} holes of level high or critical; see "npm audit --omit=dev"`);
  process.stdout.write(`npm audit: ${JSON.stringify(levels)}\n`);
} else if (process.env.AUDIT === 'required') {
  problems.push('npm audit gave no report, and AUDIT=required');
} else {
  process.stdout.write('npm audit: this registry offers none, so nothing is known of holes\n');
}

for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length) process.exitCode = 1;

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
