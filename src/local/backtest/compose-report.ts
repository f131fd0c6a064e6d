// From what the loop stored to what a backtest says.

import type { Settings } from '#contracts/settings.ts';
import { addUsage, estimateCost } from '#domain/cost/estimate.ts';
import { foresightUsage } from '#domain/cost/foresight-usage.ts';
import { pollingUsage, standingUsage } from '#domain/cost/usage.ts';
import { secondsBetween } from '#domain/ids.ts';
import { type BacktestStores, describeIncident } from './describe-incident.ts';
import type { History } from './history.ts';
import { matchKnown } from './match-known.ts';
import type { BacktestReport, CostReport } from './report.ts';
import { limitsOf, unknownsOf } from './unknowns.ts';

export interface Findings {
  readonly path: string;
  readonly history: History;
  readonly settings: Settings;
  readonly stores: BacktestStores;
  readonly modelName: string | undefined;
}

const SECONDS_PER_WEEK = 7 * 86_400;

/** The report of a backtest that has come to its end. */
export async function composeReport(findings: Findings): Promise<BacktestReport> {
  const { path, history, settings, stores, modelName } = findings;
  const { recorded, changes, known } = history;
  const { from, to, periodSeconds, services, notices } = recorded;
  const found = (await stores.incidents.listSince(from)).toReversed();
  const serviceWeeks = (services.length * secondsBetween(from, to)) / SECONDS_PER_WEEK;
  const incidents = found.map((incident) =>
    describeIncident(incident, {
      stores,
      approvals: settings.approvals,
      unknownsWith: (plan) => unknownsOf(recorded, incident, plan),
    }),
  );
  return {
    path,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    periodSeconds,
    services: services.map(({ name }) => name),
    serviceWeeks: round(serviceWeeks),
    model: modelName ?? null,
    incidents: await Promise.all(incidents),
    incidentsPerServiceWeek: round(found.length / serviceWeeks),
    known: known ? matchKnown(known, found, serviceWeeks) : null,
    cost: costOf(services.length),
    limits: limitsOf({ hasChanges: changes !== undefined, hasKnown: known !== undefined }),
    notices,
  };
}

/** Of watching so many services on AWS for a month, most of it calm. */
function costOf(services: number): CostReport {
  const fleet = { services, rate: 'calm' } as const;
  const { dollars, prices } = estimateCost(
    addUsage(standingUsage(), pollingUsage(fleet), foresightUsage(fleet)),
  );
  return { dollarsPerMonth: Math.round(dollars * 100) / 100, prices };
}

/** Three decimals: more than some weeks can bear. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
