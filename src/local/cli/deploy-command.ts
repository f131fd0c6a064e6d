// `medic deploy`: a thin guide around `npx cdk deploy`. It judges the settings, says where what is put and what it will do
// there, and then lets CDK do it; whatever stands after `--` goes on to CDK.

import type { Command } from 'commander';
import * as z from 'zod/mini';
import type { Settings } from '#contracts/settings.ts';
import { addConsentFlags, type ConsentFlags, isMeant } from './consent.ts';
import { CliError, EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { suggest, writeJson, writeLines, writeTable } from './output.ts';
import { DEFAULT_SETTINGS_FILE, readSettingsFile } from './settings-file.ts';

interface DeployFlags extends ConsentFlags {
  readonly settings?: string;
}

/** Written by CDK beside its other output, which git ignores. */
const OUTPUTS_FILE = 'cdk.out/outputs.json';
/** By stack and name of the output. */
const Outputs = z.record(z.string(), z.record(z.string(), z.string()));

/** Adds `deploy`. */
export function addDeployCommand(program: Command, io: CliIo): void {
  const command = program
    .command('deploy')
    .summary('deploy into the account of this shell')
    .description(
      'Checks the settings and the account, then runs `npx cdk deploy --all`. What stands after -- goes on to CDK. ' +
        'Without a mode in the settings a deployment observes only.',
    )
    .argument('[arguments...]', 'further arguments of cdk, after --')
    .option('--settings <file>', 'settings to deploy (default: fleetmedic.yaml, if there is one)')
    .addHelpText(
      'after',
      '\nExamples:\n  $ medic deploy --dry-run\n  $ medic deploy -- -c pageEmail=you@example.com',
    );
  addConsentFlags(command).action((further: readonly string[], flags: DeployFlags) =>
    deploy(io, flags, further),
  );
}

async function deploy(io: CliIo, flags: DeployFlags, further: readonly string[]): Promise<void> {
  const settings = await readSettingsFile(io, flags.settings);
  if ((await io.readText('cdk.json')) === undefined) {
    throw new CliError('There is no cdk.json here: run it in the checkout of Fleetmedic.', EXIT.usage);
  }
  const deployment = cdkDeploy({ path: settings && pathOf(flags), isAgreed: flags.yes ?? false, further });
  if (flags.dryRun) return showCommands(io, flags, [['bootstrap'], deployment]);
  const place = await describePlace(io, settings);
  const commands = place.isBootstrapped ? [deployment] : [['bootstrap', place.environment], deployment];
  // Where JSON is asked for there is one document: that of the commands, or that of what came of them.
  if (!flags.json || !flags.yes) showCommands(io, flags, commands);
  if (!(await isMeant(io, flags, { word: 'deploy', act: 'deploy it' }))) return;
  for (const command of commands) await runCdk(io, command);
  await showOutputs(io, flags);
}

function pathOf({ settings }: DeployFlags): string {
  return settings ?? DEFAULT_SETTINGS_FILE;
}

interface Deployment {
  /** Undefined without settings: the deployment then watches nothing. */
  readonly path: string | undefined;
  /** Consent was given on the command line: CDK need not ask about roles again. */
  readonly isAgreed: boolean;
  readonly further: readonly string[];
}

function cdkDeploy({ path, isAgreed, further }: Deployment): readonly string[] {
  return [
    'deploy',
    '--all',
    '--outputs-file',
    OUTPUTS_FILE,
    ...(path === undefined ? [] : ['-c', `settings=${path}`]),
    ...(isAgreed ? ['--require-approval', 'never'] : []),
    ...further,
  ];
}

/** Tells where it goes and what it will do there. */
async function describePlace(io: CliIo, settings: Settings | undefined) {
  const account = await io.tasks.openAccount();
  const { accountId, region, principal } = await account.identify();
  io.tell(`Account ${accountId}, ${region}, as ${principal}.\n${describeEffect(settings)}\n`);
  const isBootstrapped = (await account.readBootstrapVersion()) !== undefined;
  if (!isBootstrapped) io.tell('CDK has not been set up there yet, so `cdk bootstrap` comes first.\n');
  return { isBootstrapped, environment: `aws://${accountId}/${region}` };
}

function describeEffect(settings: Settings | undefined): string {
  if (!settings)
    return `There is no ${DEFAULT_SETTINGS_FILE} here: it will watch nothing, and can be told later.`;
  const { services, mode } = settings;
  const watched = `It will watch ${services.length} services`;
  if (mode === 'observe') return `${watched} and observe only: nothing of yours is changed.`;
  return `${watched} in mode ${mode}, as the settings say: IT MAY CHANGE RESOURCES that are tagged for it.`;
}

function showCommands(io: CliIo, { json }: DeployFlags, commands: readonly (readonly string[])[]): void {
  const lines = commands.map((args) => ['npx', 'cdk', ...args].join(' '));
  if (json) writeJson(io, { commands: lines });
  else writeLines(io, lines);
}

async function runCdk({ tasks }: CliIo, args: readonly string[]): Promise<void> {
  const exitCode = await tasks.runProgram('npx', ['cdk', ...args]);
  if (exitCode === 0) return;
  throw new CliError(
    `\`npx cdk ${args[0]}\` ended with ${exitCode}; what it said stands above. The stack that failed was taken back; correct it and run the same again.`,
  );
}

async function showOutputs(io: CliIo, { json }: DeployFlags): Promise<void> {
  const outputs = Outputs.parse(JSON.parse((await io.readText(OUTPUTS_FILE)) ?? '{}'));
  if (json) return writeJson(io, { isDeployed: true, outputs });
  const rows = Object.entries(outputs).flatMap(([stack, values]) =>
    Object.entries(values).map(([name, value]) => [stack, name, value]),
  );
  if (rows.length > 0) writeTable(io, ['Stack', 'Output', 'Value'], rows);
  suggest(io, 'medic doctor --aws', 'medic local --aws');
}
