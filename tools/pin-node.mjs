// Links node_modules/.bin/node to the pinned Node 24: npm 10 drops the link when both platform packages are listed.

import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, rmSync, symlinkSync } from 'node:fs';

const link = 'node_modules/.bin/node';

function isThere() {
  try {
    return lstatSync(link) !== undefined;
  } catch {
    return false;
  }
}

if (process.platform === 'linux' && existsSync(`node_modules/node-linux-${process.arch}/bin/node`)) {
  if (!isThere()) symlinkSync(`../node-linux-${process.arch}/bin/node`, link);
  // On musl the binary cannot run; the system's Node is then the better choice.
  if (spawnSync(link, ['--version']).status !== 0) rmSync(link);
}
