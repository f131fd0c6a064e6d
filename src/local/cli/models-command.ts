// `medic models`: which versions of which model judge, how they do on the user's own incidents, and the two things that
// people may do about it: let a challenger decide, and take the one that decides back.

import type { Command } from 'commander';
import type { ApiAnswer } from '#contracts/api.ts';
import { trainingCommand } from '#local/training.ts';
import type { ApiClient } from './client.ts';
import { addServerFlags, connect, type ServerFlags } from './connection.ts';
import { addConsentFlags, type ConsentFlags, isMeant } from './consent.ts';
import { CliError, EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { formatTime, suggest, writeJson, writeLines, writeTable } from './output.ts';
import { sentence } from './values.ts';

type Model = ApiAnswer<'listModels'>['models'][number];
type Version = Model['versions'][number];

interface ChangeFlags extends ServerFlags, ConsentFlags {
  readonly reason: string;
}

/** As much of a hash as people need to tell versions apart. */
const SHORT_HASH = 12;

/** Of `medic start` with its default folder. */
const DEFAULT_DATABASE = '.medic/fleetmedic.db';

const CHANGES = {
  promote: { call: 'promoteModel', summary: 'let a challenger decide', act: 'let it decide' },
  'take-back': {
    call: 'takeBackModel',
    summary: 'let the former champion decide again, at once',
    act: 'let the former champion decide again',
  },
} as const;
type Change = keyof typeof CHANGES;

/** Adds `models`, `models promote`, `models take-back` and `models retrain`. */
export function addModelsCommand(program: Command, io: CliIo): void {
  const models = program.command('models').summary('the models that judge, and those that are tried');
  const list = models.command('list', { isDefault: true }).summary('all of them, with quality and drift');
  addServerFlags(list).action((flags: ServerFlags) => listModels(io, flags));
  for (const change of ['promote', 'take-back'] as const) {
    const command = models
      .command(change)
      .summary(CHANGES[change].summary)
      .argument('<name@hash>', 'which version; the beginning of its hash is enough')
      .requiredOption('--reason <text>', 'why, for the record', sentence);
    addServerFlags(addConsentFlags(command)).action((version: string, flags: ChangeFlags) =>
      changeRole(io, { change, version }, flags),
    );
  }
  addRetrain(models, io);
}

/** Adds `models retrain`: what the review of the models asks for where the settings let it, by hand. */
function addRetrain(models: Command, io: CliIo): void {
  models
    .command('retrain')
    .summary('train a challenger on what was recorded here')
    .description(
      'Trains the anomaly models anew on the history of a local run and on made-up series, measures the result beside the ' +
        'version that decides, and says where it is. Needs Python 3.11 with its venv module; takes minutes.',
    )
    .option('--database <file>', 'of `medic start` or `medic local --aws`', DEFAULT_DATABASE)
    .action(async ({ database }: { readonly database: string }) => {
      const { command, args, out } = trainingCommand(database);
      const code = await io.tasks.runProgram(command, args);
      if (code !== 0) throw new CliError(`The training ended with ${code}; its message stands above.`);
      writeLines(io, [`The challenger is in ${out}.`]);
      suggest(io, `medic start --challenger ${out}`);
    });
}

async function listModels(io: CliIo, flags: ServerFlags): Promise<void> {
  const client = await connect(io, flags);
  const answer = await client.call('listModels', {});
  if (flags.json) return writeJson(io, answer);
  if (answer.models.length === 0)
    return writeLines(io, ['No model is registered: none could be loaded, so thresholds judge alone.']);
  const rows = answer.models.flatMap((model) => model.versions.map((version) => rowOf(model, version)));
  writeTable(io, ['Model', 'Hash', 'Role', 'Since (UTC)', 'Quality', 'Drift'], rows);
  writeLines(io, answer.models.flatMap(tellModel));
  writeLines(io, tellUntried(answer.models));
  const challenger = answer.models.flatMap(({ name, versions }) =>
    versions.filter(({ role }) => role === 'challenger').map(({ hash }) => `${name}@${shorten(hash)}`),
  );
  suggest(io, ...challenger.map((version) => `medic models promote ${version} --reason ...`));
}

/** Plainly, so that nobody waits for a trial that cannot come. */
function tellUntried(models: readonly Model[]): readonly string[] {
  const names = models.filter(({ isTried }) => isTried === false).map(({ name }) => name);
  if (names.length === 0) return [];
  return [`Not tried by themselves, as no outcome here tells how right they are: ${names.join(', ')}`];
}

function rowOf(
  { name, drift, isTried, reviewedAt }: Model,
  { hash, role, since, quality }: Version,
): readonly string[] {
  const figures = Object.entries(quality).map(([figure, value]) => `${figure} ${value}`);
  return [
    name,
    shorten(hash),
    role,
    formatTime(since),
    figures.join(', ') || '-',
    role === 'champion' && isTried !== false
      ? (drift?.grade ?? (reviewedAt === undefined ? 'not looked at yet' : '-'))
      : '-',
  ];
}

function tellModel({ name, versions, drift, trial, retraining, accuracy }: Model): readonly string[] {
  const refused = versions.filter(({ role }) => role === 'refused');
  const entered = versions.filter(({ role }) => role === 'admitted' || role === 'challenger');
  const last = accuracy.at(-1);
  return [
    ...(drift ? [`${name}: ${drift.summary}`] : []),
    ...(trial ? [`${name}, trial: ${trial.summary}`, `${name}, trial: ${tellSides(trial)}`] : []),
    ...(retraining ? [`${name}, training: ${retraining.summary}`] : []),
    ...(last
      ? [
          `${name}, ${last.month}: of ${last.labelled} cases that it is judged by ${last.confirmed} were trouble`,
        ]
      : []),
    ...entered.map(({ hash, reason }) => `${name}@${shorten(hash)}: ${reason}`),
    ...refused.map(({ hash, reason }) => `${name}@${shorten(hash)} was refused: ${reason}`),
  ];
}

/** Why a challenger that is nearer may not have won all the same. */
function tellSides({ sides: { champion, challenger } }: NonNullable<Model['trial']>): string {
  return (
    `it missed ${challenger.missed} (the champion ${champion.missed}) and ` +
    `spoke ${challenger.falseAlarms} times in vain (the champion ${champion.falseAlarms})`
  );
}

async function changeRole(
  io: CliIo,
  { change, version }: { readonly change: Change; readonly version: string },
  flags: ChangeFlags,
): Promise<void> {
  const client = await connect(io, flags);
  const { name, hash } = await findVersion(client, version);
  const { act, call } = CHANGES[change];
  if (!flags.json) writeLines(io, [`${name}@${hash}: ${flags.reason}`]);
  if (!(await isMeant(io, flags, { word: name, act }))) {
    if (flags.json) writeJson(io, { isDryRun: true, change, name, hash });
    return;
  }
  const answer = await client.call(call, { name, hash, reason: flags.reason });
  if (flags.json) return writeJson(io, { isDryRun: false, ...answer });
  const champion = answer.model.versions.find(({ role }) => role === 'champion');
  writeLines(io, [`${name}@${shorten(champion?.hash ?? hash)} decides now.`]);
  suggest(io, 'medic models');
}

async function findVersion(
  client: ApiClient,
  version: string,
): Promise<{ readonly name: string; readonly hash: string }> {
  const [name = '', start = ''] = version.split('@');
  if (start === '')
    throw new CliError('Give the version as name@hash; `medic models` lists them.', EXIT.usage);
  const { models } = await client.call('listModels', {});
  const known = models.find((model) => model.name === name)?.versions ?? [];
  const [found, ...others] = known.filter(({ hash }) => hash.startsWith(start));
  if (found && others.length === 0) return { name, hash: found.hash };
  const all = models.flatMap((model) => model.versions.map(({ hash }) => `${model.name}@${shorten(hash)}`));
  throw new CliError(
    `${version} names ${found ? 'more than one version' : 'no version'}. There are ${all.join(', ') || 'none'}.`,
  );
}

function shorten(hash: string): string {
  return hash.slice(0, SHORT_HASH);
}
