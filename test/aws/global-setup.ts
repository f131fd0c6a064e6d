// Gives the tests over AWS an endpoint: the one of the environment, or an emulator of their own. Where neither can be
// had they skip, and the reason is printed.

import type { TestProject } from 'vitest/node';
import { clientEnvironment, startEmulator } from '../../tools/emulator/emulator.ts';
import { EmulatorUnavailableError } from '../../tools/emulator/install.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Undefined where no endpoint can be had. */
    readonly awsEndpoint: string | undefined;
  }
}

/** Called once before all files of the project; what it returns is called after them. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env['AWS_ENDPOINT_URL'];
  if (given) {
    provide(project, given);
    return undefined;
  }
  try {
    const emulator = await startEmulator();
    provide(project, emulator.endpoint);
    return emulator.stop;
  } catch (error) {
    if (!(error instanceof EmulatorUnavailableError)) throw error;
    process.stdout.write(`The tests over AWS are skipped. ${error.message}\n`);
    project.provide('awsEndpoint', undefined);
    return undefined;
  }
}

/** Workers inherit the environment of this process. */
function provide(project: TestProject, endpoint: string): void {
  for (const [name, value] of Object.entries(clientEnvironment(endpoint))) process.env[name] ??= value;
  project.provide('awsEndpoint', endpoint);
}
