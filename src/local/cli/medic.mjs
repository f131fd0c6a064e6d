#!/usr/bin/env node
// What npm installs as `medic`. An older Node cannot run TypeScript, so this says so in words that every Node can read.

const NEEDED = 24;
const major = Number(process.versions.node.split('.')[0]);

if (major < NEEDED) {
  console.error(
    `Fleetmedic needs Node ${NEEDED} or newer; this is Node ${process.versions.node}. Install it from ` +
      'https://nodejs.org, or run `npm ci` in the checkout and then `npx medic`, which brings its own.',
  );
  process.exitCode = 1;
} else {
  const { runMain } = await import('./main.ts');
  await runMain();
}
