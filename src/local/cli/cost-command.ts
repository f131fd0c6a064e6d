// `medic cost`: what a month of watching so many services costs, by item of the bill, beside fixed polling every minute.

import type { Command } from 'commander';
import { addUsage, type CostEstimate, estimateCost } from '#domain/cost/estimate.ts';
import { foresightUsage } from '#domain/cost/foresight-usage.ts';
import { pollingUsage, standingUsage } from '#domain/cost/usage.ts';
import { PollTier } from '#domain/poll/poll.ts';
import type { CliIo } from './io.ts';
import { writeJson, writeLines, writeTable } from './output.ts';
import { oneOf, wholeNumber } from './values.ts';

interface CostFlags {
  readonly services: number;
  readonly at: PollTier;
  readonly json?: boolean;
}

/** More than one account can hold. */
const MOST_SERVICES = 100_000;

/** Adds `cost`. */
export function addCostCommand(program: Command, io: CliIo): void {
  program
    .command('cost')
    .summary('what a month of watching costs')
    .description(
      'Estimates the monthly bill from measured usage and a dated price table, without free tiers, and compares it with ' +
        'reading every service each minute. Needs no account.',
    )
    .requiredOption('--services <n>', 'services that are watched', wholeNumber(1, MOST_SERVICES))
    .option(
      '--at <rate>',
      'calm, watch or incident: how all of them are read',
      oneOf(PollTier.options),
      'calm',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  $ medic cost --services 100\n  $ medic cost --services 1000 --at incident --json',
    )
    .action((flags: CostFlags) => tellCost(io, flags));
}

function tellCost(io: CliIo, { services, at, json }: CostFlags): void {
  const polling = pollingUsage({ services, rate: at });
  const foresight = foresightUsage({ services, rate: at });
  const bill = {
    services,
    at,
    ...estimateCost(addUsage(polling, foresight, standingUsage())),
    parts: {
      polling: estimateCost(polling).dollars,
      foresight: estimateCost(foresight).dollars,
      fixedPolling: estimateCost(pollingUsage({ services, rate: 'fixed' })).dollars,
      standing: estimateCost(standingUsage()).dollars,
    },
  };
  if (json) writeJson(io, bill);
  else showBill(io, bill);
}

interface Bill extends CostEstimate {
  readonly services: number;
  readonly at: PollTier;
  readonly parts: {
    readonly polling: number;
    readonly fixedPolling: number;
    readonly foresight: number;
    readonly standing: number;
  };
}

function showBill(io: CliIo, { services, at, lines, dollars, prices, parts }: Bill): void {
  const rows = lines.map((line) => [
    line.item,
    `${formatQuantity(line.quantity)} ${line.unit}`,
    formatDollars(line.dollars),
  ]);
  writeTable(io, ['Item', 'A month', 'Cost'], [...rows, ['all', '', formatDollars(dollars)]]);
  const share = Math.round((100 * parts.polling) / parts.fixedPolling);
  writeLines(io, [
    `Prices of ${prices.month}, ${prices.region}, without free tiers; recoveries come on top, at about a tenth of a cent each.`,
    `${formatDollars(parts.standing)} of it stand whatever is watched.`,
    `Polling ${services} services at ${at}: ${formatDollars(parts.polling)}; each of them every minute: ` +
      `${formatDollars(parts.fixedPolling)} (${share} %).`,
    `Predicting failures: ${formatDollars(parts.foresight)}.`,
  ]);
}

function formatDollars(dollars: number): string {
  return `$${dollars.toFixed(2)}`;
}

/** Three significant digits: more would pretend to know. */
function formatQuantity(quantity: number): string {
  return Number(quantity.toPrecision(3)).toLocaleString('en');
}
