#!/usr/bin/env node
// The process behind `medic`. Everything else is imported only once the version of Node is known to be able to run it.

import { findNodeProblem } from './node-version.ts';

/** Runs the command of this process and leaves its exit code. */
export async function runMain(): Promise<void> {
  const problem = findNodeProblem(process.versions.node);
  if (problem !== undefined) {
    process.stderr.write(`${problem}\n`);
    process.exitCode = 1;
    return;
  }
  const { runCli } = await import('./run-cli.ts');
  const { processIo } = await import('./process-io.ts');
  process.exitCode = await runCli(process.argv.slice(2), processIo());
}

if (import.meta.main) await runMain();
