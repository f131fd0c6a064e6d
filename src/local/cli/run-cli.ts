// `medic` from arguments to exit code. Commands are in files of their own; here is what they share: help, mistakes, and
// how every failure becomes one message.

import { Command, CommanderError, Option } from 'commander';
import { HealerError, InvalidInputError } from '#domain/errors.ts';
import { addAuditCommands } from './audit-commands.ts';
import { addBacktestCommand } from './backtest-command.ts';
import { addBudgetCommand } from './budget-command.ts';
import { addCapacityCommand } from './capacity-command.ts';
import { addClassifyCommand } from './classify-command.ts';
import { addCostCommand } from './cost-command.ts';
import { addDecisionCommands } from './decision-commands.ts';
import { addDemoCommand } from './demo-command.ts';
import { addDeployCommand } from './deploy-command.ts';
import { addDiagnoseCommand } from './diagnose-command.ts';
import { addDoctorCommand } from './doctor-command.ts';
import { CliError, EXIT, type ExitCode } from './exit-codes.ts';
import { addFeedbackCommand } from './feedback-command.ts';
import { addForecastCommand } from './forecast-command.ts';
import { addIncidentCommands } from './incident-commands.ts';
import type { CliIo } from './io.ts';
import { addLocalCommand } from './local-command.ts';
import { addModelsCommand } from './models-command.ts';
import { addPatternsCommand } from './patterns-command.ts';
import { addPredictCommand } from './predict-command.ts';
import { addPredictionsCommand } from './predictions-command.ts';
import { addReplayCommand } from './replay-command.ts';
import { addScoreCommand } from './score-command.ts';
import { addStartCommand } from './start-command.ts';
import { addStopCommands } from './stop-commands.ts';
import { addTriggerCommand } from './trigger-command.ts';
import { readVersion } from './version.ts';

const EXAMPLES = `
Examples:
  $ medic demo                        a day of simulated incidents, healed, in seconds
  $ medic start                       the same fleet in a browser
  $ medic incidents                   what is wrong now
  $ medic show <incident>             why, and what is done about it
  $ medic approve <approval>          let a plan be carried out
  $ medic replay <folder>             recorded metrics through the same pipeline
  $ medic local --aws                 the signals of your account, observed from here

Exit codes: 0 ok, 1 failure, 2 wrong use, 3 refused by policy, 4 timed out waiting.`;

/** What models say of recordings and texts. */
const ADD_MODEL_COMMANDS = [
  addScoreCommand,
  addPredictCommand,
  addForecastCommand,
  addCapacityCommand,
  addBacktestCommand,
  addDiagnoseCommand,
  addClassifyCommand,
];

/** Runs one command. Never throws and never ends the process: the answer is the exit code. */
export async function runCli(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  try {
    await buildProgram(io).parseAsync([...argv], { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    return explain(io, error);
  }
}

function buildProgram(io: CliIo): Command {
  const program = new Command('medic')
    .description('Fleetmedic: finds, explains and repairs trouble of services, safely.')
    .version(readVersion())
    .addHelpText('after', EXAMPLES)
    .enablePositionalOptions()
    .showHelpAfterError('(see medic --help)');
  program.commandsGroup('Try it:');
  for (const add of [addDemoCommand, addStartCommand, addReplayCommand]) add(program, io);
  program.commandsGroup('Look at recordings:');
  for (const add of ADD_MODEL_COMMANDS) add(program, io);
  program.commandsGroup('Watch:');
  addIncidentCommands(program, io);
  addPredictionsCommand(program, io);
  addPatternsCommand(program, io);
  program.commandsGroup('Act:');
  for (const add of [addDecisionCommands, addTriggerCommand, addFeedbackCommand, addStopCommands])
    add(program, io);
  program.commandsGroup('On AWS:');
  for (const add of [addLocalCommand, addDeployCommand, addCostCommand]) add(program, io);
  program.commandsGroup('Check:');
  for (const add of [addDoctorCommand, addModelsCommand, addBudgetCommand, addAuditCommands])
    add(program, io);
  for (const command of allCommands(program)) prepare(command, io);
  return program;
}

function allCommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}

/** The same manners everywhere: no exit behind our back, --json on every command that does something. */
function prepare(command: Command, io: CliIo): void {
  command.exitOverride().configureOutput({ writeOut: io.out, writeErr: io.tell });
  if (command.commands.length === 0) command.addOption(new Option('--json', 'answer with one JSON document'));
}

function explain(io: CliIo, error: unknown): ExitCode {
  // Commander has written its message already; help and version end by exception too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof CliError) {
    io.tell(`${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof HealerError) {
    io.tell(`${error.message}\n`);
    return error instanceof InvalidInputError ? EXIT.usage : EXIT.failure;
  }
  io.tell(`medic failed: ${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
  io.tell('This is a fault of Fleetmedic; please report it with the lines above.\n');
  return EXIT.failure;
}
