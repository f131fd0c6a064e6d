// Which signals of each service arrive, and what its strategies would lack.

import { metricQueriesFor } from '#contracts/naming.ts';
import { secondsAfter } from '#domain/ids.ts';
import type { ResourceDescription } from '#domain/resource/resource.ts';
import type { Service } from '#domain/service/service.ts';
import type { MetricSeries } from '#domain/signal/signal.ts';
import type { Account } from '#runtime/aws/account.ts';
import type { Check } from '../cli/doctor-checks.ts';
import type { AccountQuestion } from './account-checks.ts';
import { refusedCheck } from './refused-check.ts';
import { silentMetrics, strategyGaps } from './service-gaps.ts';

/** Long enough that every metric that is published at all shows, with basic monitoring too. */
const LOOK_BACK_SECONDS = 3600;

interface KnownAccount {
  readonly principal: string;
  readonly descriptions: readonly ResourceDescription[];
}

/** Two checks per service, all metrics read at once; one check when metrics cannot be read. */
export async function checkSignals(
  account: Account,
  question: AccountQuestion,
  { principal, descriptions }: KnownAccount,
): Promise<readonly Check[]> {
  const { services } = question.settings;
  const strategies = services.map((service) => checkStrategies(service, descriptions));
  try {
    const series = await readHour(account, question);
    return [...services.map((service) => checkService(service, series)), ...strategies];
  } catch (error) {
    return [refusedCheck('Metrics', error, { principal, isNeeded: true }), ...strategies];
  }
}

function readHour(
  { metrics }: Account,
  { settings, now }: AccountQuestion,
): Promise<readonly MetricSeries[]> {
  const { periodSeconds } = settings.polling;
  const resources = new Set(settings.services.flatMap((service) => service.resources));
  const queries = [...resources].flatMap((resourceId) => metricQueriesFor(resourceId, periodSeconds));
  return metrics.read(queries, secondsAfter(now, -LOOK_BACK_SECONDS), now);
}

function checkService({ id, resources }: Service, all: readonly MetricSeries[]): Check {
  const name = `${id}: signals`;
  const own = all.filter(({ query }) => resources.includes(query.resourceId));
  const silent = silentMetrics(own);
  if (own.length === 0) return { name, state: 'OK', detail: 'nothing of it is measured' };
  if (silent.length === 0) return { name, state: 'OK', detail: `all ${own.length} arrived in the last hour` };
  return {
    name,
    state: 'WARN',
    detail: `no point in the last hour: ${silent.join(', ')}`,
    remedy:
      'Unknown is never taken as well: correct the name, or leave the resource out if it has no such metric',
  };
}

function checkStrategies(service: Service, all: readonly ResourceDescription[]): Check {
  const name = `${service.id}: strategies`;
  const own = all.filter(({ resourceId }) => service.resources.includes(resourceId));
  const gaps = strategyGaps(service, own);
  if (gaps.length === 0) return { name, state: 'OK', detail: 'lack nothing' };
  return {
    name,
    state: 'WARN',
    detail: gaps.join('\n'),
    remedy: 'Without these it is still watched and explained, and people are called',
  };
}
