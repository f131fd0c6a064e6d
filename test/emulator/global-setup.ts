// Once before all tests of the emulator run: the shop on an emulator, and a smaller one on an emulator that checks what
// each function may do. Afterwards everything is destroyed again.

import type { TestProject } from 'vitest/node';
import { clientEnvironment, type Emulator, startEmulator } from '../../tools/emulator/emulator.ts';
import { EmulatorUnavailableError } from '../../tools/emulator/install.ts';
import { prepareRun } from './run.ts';
import { ALL_CASES, GUARDED_CASES } from './shop.ts';
import type { Deployment } from './witness.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Undefined where no emulator can be had. */
    readonly deployment: Deployment | undefined;
    /** The same with its permissions enforced; undefined where the endpoint is not ours to configure. */
    readonly guarded: Deployment | undefined;
  }
}

/** Deploys and lets the shop fall ill; returns how to take it all away. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env['AWS_ENDPOINT_URL'];
  const emulators: Emulator[] = [];
  try {
    if (!given) emulators.push(await startEmulator(), await startEmulator({ isGuarded: true }));
    return await begin(project, given, emulators);
  } catch (error) {
    await Promise.all(emulators.map((emulator) => emulator.stop()));
    if (!(error instanceof EmulatorUnavailableError)) throw error;
    process.stdout.write(`The emulator run is skipped. ${error.message}\n`);
    project.provide('deployment', undefined);
    project.provide('guarded', undefined);
    return undefined;
  }
}

async function begin(
  project: TestProject,
  given: string | undefined,
  [open, guarded]: readonly Emulator[],
): Promise<() => Promise<void>> {
  const environment = open?.clientEnvironment ?? clientEnvironment(given ?? '');
  // The workers of the tests inherit it; which endpoint is meant their clients say themselves.
  const { AWS_ENDPOINT_URL: _, ...inherited } = { ...environment, ...guarded?.clientEnvironment };
  Object.assign(process.env, { ...inherited, ...process.env });
  const prepared = [await prepareRun(environment, ALL_CASES)];
  if (guarded) prepared.push(await prepareRun(guarded.clientEnvironment, GUARDED_CASES));
  const runs = await Promise.all(prepared.map((run) => run.begin()));
  project.provide('deployment', runs[0]?.deployment);
  project.provide('guarded', runs[1]?.deployment);
  if (!guarded) process.stdout.write('Left out: permissions are enforced on our own emulator only.\n');
  return async () => {
    await Promise.all(runs.map((run) => run.end()));
    await Promise.all([open?.stop(), guarded?.stop()]);
  };
}
