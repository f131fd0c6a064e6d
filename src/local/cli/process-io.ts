// The surroundings of a real `medic`: this process, its terminal, the network, and the local runtime behind the tasks.

import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { readEnvironment } from '#runtime/environment.ts';
import type { CliIo } from './io.ts';
import { localTasks } from './local-tasks.ts';

/** The io of this process. */
export function processIo(): CliIo {
  return {
    out: (text) => process.stdout.write(text),
    tell: (text) => process.stderr.write(text),
    isTerminal: Boolean(process.stdin.isTTY && process.stdout.isTTY),
    environment: readEnvironment(),
    fetch,
    now: Date.now,
    sleep: async (milliseconds) => {
      await sleep(milliseconds);
    },
    ask: askLine,
    readText,
    tasks: localTasks(),
  };
}

async function askLine(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
