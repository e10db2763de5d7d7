// Sets up a fresh machine: the packages of the lock file, and with --chromium a browser for the tests.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const run = (command, ...args) => {
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  return status === 0;
};
const changed = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

if (changed('node_modules/.package-lock.json') < changed('package-lock.json')) {
  // Not `npm ci`: it refuses a lock file in which a registry left out the packages of other platforms.
  if (!run('npm', 'install', '--no-save', '--no-audit', '--no-fund')) process.exit(1);
}

if (process.argv.includes('--chromium')) {
  const known = [process.env.CHROMIUM, '/usr/bin/chromium'].filter(Boolean);
  if (!known.some(existsSync)) {
    console.log('No Chromium found: installing it.');
    const installed =
      run('apt-get', 'update') && run('apt-get', 'install', '-y', '--no-install-recommends', 'chromium');
    if (!installed) {
      console.error('Chromium could not be installed. Install it by hand, and set CHROMIUM to its path.');
      process.exit(1);
    }
  }
}
