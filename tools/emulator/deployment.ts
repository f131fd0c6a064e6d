// Deploys this checkout to an endpoint with the stock CDK command, as a user would, and takes it away again.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const CDK = resolve(import.meta.dirname, '../../node_modules/aws-cdk/bin/cdk');

export interface DeploymentOptions {
  /** Endpoint, Region and credentials of the SDK. */
  readonly environment: Readonly<Record<string, string>>;
  readonly settingsPath: string;
  /** Of its own: holds what was synthesized for this deployment. */
  readonly outputFolder: string;
}

/** The CDK command failed; the message is the end of what it said. */
export class DeploymentError extends Error {
  override readonly name = 'DeploymentError';
}

/** What the stacks put out, by stack and name. */
export type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Writes the templates and all that goes with them. One at a time: the bundles of the functions lie in one place. */
export async function synthesize(options: DeploymentOptions): Promise<void> {
  const context = ['target=local', 'retain=false', `settings=${options.settingsPath}`];
  await cdk(['synth', '--quiet', ...context.flatMap((each) => ['-c', each])], options);
}

/** Prepares the account for deployments. */
export async function bootstrap(options: DeploymentOptions): Promise<void> {
  await cdk(['bootstrap', 'aws://000000000000/us-east-1', ...synthesized(options)], options);
}

/** Deploys all stacks that were synthesized into a bootstrapped account. */
export async function deploy(options: DeploymentOptions): Promise<Outputs> {
  const outputs = resolve(options.outputFolder, 'outputs.json');
  const quickly = ['--require-approval', 'never', '--concurrency', '3', '--method', 'direct'];
  await cdk(['deploy', '--all', ...quickly, '--outputs-file', outputs, ...synthesized(options)], options);
  return JSON.parse(readFileSync(outputs, 'utf8'));
}

/** Removes all stacks, and what a user would keep. */
export async function destroy(options: DeploymentOptions): Promise<void> {
  await cdk(['destroy', '--all', '--force', ...synthesized(options)], options);
}

function synthesized({ outputFolder }: DeploymentOptions): readonly string[] {
  return ['--app', outputFolder];
}

async function cdk(command: readonly string[], options: DeploymentOptions): Promise<void> {
  const flags = ['--ci', '--no-notices', '--no-color', '--output', options.outputFolder];
  const child = spawn(process.execPath, [CDK, ...command, ...flags], {
    env: {
      ...process.env,
      ...options.environment,
      // The app is started as `node`: it must be this one, whatever the system has.
      PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
      NODE_NO_WARNINGS: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const [code] = await once(child, 'close');
  if (code === 0) return;
  throw new DeploymentError(`cdk ${command[0]} failed:\n${output.trim().split('\n').slice(-30).join('\n')}`);
}
