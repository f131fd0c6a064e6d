// A shop as an on-caller meets it at two in the morning: hours of measured minutes judged by the real detection, a bad
// deployment on checkout whose rollback waits for approval, and an earlier incident that was healed.

import type { SqliteStores } from '#adapters/sqlite/stores.ts';
import {
  buildAnomalyId,
  buildApprovalId,
  buildExecutionId,
  buildIncidentId,
  buildPlanId,
} from '#contracts/naming.ts';
import { Settings } from '#contracts/settings.ts';
import type { Evidence } from '#domain/anomaly/anomaly.ts';
import { judgeMinute } from '#domain/detection/judge-minute.ts';
import { observeMinute } from '#domain/detection/observe-minute.ts';
import { createWatch, type ServiceWatch } from '#domain/detection/service-watch.ts';
import { type IncidentId, Instant, ResourceId, ServiceId } from '#domain/ids.ts';
import type { MinuteReading } from '#domain/signal/minute-reading.ts';
import * as build from '../builders.ts';

type Stores = Omit<SqliteStores, 'purge'>;

const IDS = ['web', 'checkout', 'cart', 'catalog', 'search', 'payments', 'orders', 'shipping', 'mailer'];
const CHECKOUT = ServiceId.parse('checkout');
const SEARCH = ServiceId.parse('search');
const FINISHED_MINUTES = 360;
/** Checkout fails from so many minutes before noon on. */
const ILL_MINUTES = 12;

export const SHOP_SETTINGS = Settings.parse({
  version: 1,
  mode: 'approve',
  services: IDS.map((id) => ({
    id,
    tier: ['web', 'checkout', 'payments'].includes(id) ? 'critical' : 'standard',
    resources: [`ecs-service/shop/${id}`, `target-group/shop/${id}`],
    dependsOn:
      id === 'web' ? ['checkout', 'catalog', 'search'] : id === 'checkout' ? ['cart', 'payments'] : [],
  })),
  approvals: { approvers: ['ana'] },
});

export const INCIDENT = buildIncidentId(CHECKOUT, build.minute(-9));
export const APPROVAL = buildApprovalId(buildPlanId(buildExecutionId(INCIDENT), 1, 0));

/** Fills the stores; the last known minute ends at noon. */
export async function openShop(stores: Stores): Promise<void> {
  for (const id of IDS) await measure(stores, ServiceId.parse(id));
  await stores.pulse.beat(build.heartbeat({ lastTickAt: build.at(-20) }));
  await stores.pulse.noteModel({ at: build.at(-20), isUsable: true, name: 'anomaly 2026-11' });
  await tellBadDeployment(stores);
  await tellHealedIncident(stores);
  for (const event of ['plan-made', 'approval-requested'] as const) {
    await stores.audit.append(
      build.auditRecord({ event, subject: INCIDENT, detail: { approvalId: APPROVAL } }),
    );
  }
}

/** Hours of minutes, judged as they would have been. */
async function measure(stores: Stores, serviceId: ServiceId): Promise<void> {
  let watch: ServiceWatch = createWatch(serviceId);
  for (let back = FINISHED_MINUTES; back > 0; back--) {
    const observed = observeMinute(watch, readingOf(serviceId, back), {
      serviceId,
      periodSeconds: 60,
      isTeaching: !(serviceId === CHECKOUT && back <= ILL_MINUTES),
      settings: SHOP_SETTINGS.detection,
    });
    if (!observed) continue;
    const at = build.minute(-back);
    const judged = judgeMinute(observed.watch, observed.observation, {
      anomalyId: buildAnomalyId(serviceId, at),
      detectedAt: build.minute(2 - back),
      maxFailures: 3,
      settings: SHOP_SETTINGS.detection,
    });
    watch = judged.watch;
    await stores.health.put(judged.healthRecord);
    if (judged.anomaly) await stores.anomalies.put(judged.anomaly);
  }
  await stores.watches.save(watch, undefined);
}

function readingOf(serviceId: ServiceId, back: number): MinuteReading {
  const wave = 1 + 0.15 * Math.sin(back / 25) + 0.04 * Math.sin(back * 7.3 + serviceId.length);
  const isIll = serviceId === CHECKOUT && back <= ILL_MINUTES;
  const isSlow = serviceId === SEARCH && back <= 6;
  const throughput = (40 + 12 * serviceId.length) * wave;
  const errorShare = isIll ? 0.34 + 0.02 * Math.sin(back) : 0.002 * wave;
  const at = Instant.parse(build.minute(-back));
  return {
    at,
    requests: throughput * 60,
    failures: throughput * 60 * errorShare,
    percentiles: { p90: 0.11 * wave, p95: 0.14 * wave, p999: 0.4 * wave },
    indicators: {
      throughput,
      'error-share': errorShare,
      'latency-p50': 0.05 * wave,
      'latency-p99': (isIll ? 2.1 : isSlow ? 0.55 : 0.21) * wave,
      'healthy-share': 1,
      cpu: 38 * wave,
      memory: 55 + 2 * wave,
    },
  };
}

async function tellBadDeployment({
  incidents,
  diagnoses,
  plans,
  approvals,
  changes,
  health,
  budget,
}: Stores) {
  const incidentId = INCIDENT;
  const executionId = buildExecutionId(incidentId);
  const planId = buildPlanId(executionId, 1, 0);
  await changes.put(
    build.change({ at: build.minute(-14), summary: 'checkout:42 was deployed in place of checkout:41' }),
  );
  await incidents.create(
    build.incident({
      incidentId,
      openedAt: build.minute(-9),
      onsetAt: build.minute(-12),
      lastAnomalyAt: build.minute(-1),
      state: 'awaiting-approval',
      severity: 'SEV-1',
      title: 'Errors and latency on checkout',
      serviceIds: [CHECKOUT, ServiceId.parse('web')],
      evidence: { [CHECKOUT]: evidenceOf() },
    }),
  );
  const lines = [
    [-9, 'incident-opened', 'Errors on checkout: 34 % of requests fail, 0.2 % are usual'],
    [-9, 'change-recorded', 'checkout:42 was deployed 2 minutes before it began'],
    [-8, 'incident-diagnosed', 'A bad deployment of checkout, 91 % sure'],
    [-8, 'plan-made', 'Roll checkout back from checkout:42 to checkout:41'],
    [-8, 'approval-requested', 'Mode approve: a person decides'],
  ] as const;
  for (const [minutes, event, summary] of lines) {
    await incidents.addTimeline(
      build.timelineEntry({ incidentId, at: build.minute(minutes), event, summary }),
    );
  }
  await diagnoses.put(
    build.diagnosis({
      incidentId,
      summary: 'A deployment two minutes before the onset explains the errors; the load is as usual',
      impact: { downstream: [ServiceId.parse('web')], trafficShare: 0.22, errorShare: 0.34 },
      hypotheses: [
        build.hypothesis({
          failureType: 'bad-deployment',
          confidence: 0.91,
          path: [
            'Was it changed shortly before the onset? Yes, checkout:42',
            'Is a dependency ill too? No',
            'Is the load unusual? No',
          ],
        }),
      ],
    }),
  );
  await plans.put(rollbackPlan(incidentId));
  await approvals.create(
    build.approval({
      approvalId: APPROVAL,
      incidentId,
      executionId,
      planId,
      requestedAt: build.minute(-8),
      expiresAt: build.minute(22),
    }),
  );
  const latest = await health.latest(CHECKOUT);
  if (latest?.state !== 'unhealthy' && latest?.state !== 'critical')
    throw new Error(`checkout is ${latest?.state}`);
  const seen = await budget.find();
  const slot = { executionId, serviceId: CHECKOUT, group: [CHECKOUT], expiresAt: build.minute(10) };
  await budget.replace(seen, { ...seen, version: seen.version + 1, slots: [slot] });
}

function evidenceOf(): Evidence[] {
  return [
    build.evidence({ value: 0.34, expected: 0.002, upper: 0.022, deviation: 51 }),
    build.evidence({
      indicator: 'latency-p99',
      value: 2.1,
      expected: 0.21,
      lower: 0.1,
      upper: 0.34,
      deviation: 44,
    }),
  ];
}

function rollbackPlan(incidentId: IncidentId) {
  const executionId = buildExecutionId(incidentId);
  const resourceId = ResourceId.parse('ecs-service/shop/checkout');
  return build.plan({
    planId: buildPlanId(executionId, 1, 0),
    incidentId,
    executionId,
    strategy: 'configuration-rollback',
    failureType: 'bad-deployment',
    summary: 'Roll checkout back from checkout:42 to checkout:41',
    mode: 'approve',
    approvalsNeeded: 1,
    successProbability: 0.87,
    risk: build.risk({
      tier: 'medium',
      score: 0.34,
      sentence:
        'Replaces 4 tasks one by one in about 7 min, 22 % of traffic passes through them, and can be taken back.',
    }),
    actions: [
      build.plannedAction({
        action: { kind: 'ecs-service/set-task-definition', resourceId, taskDefinition: 'checkout:41' },
        inverse: { kind: 'ecs-service/set-task-definition', resourceId, taskDefinition: 'checkout:42' },
        plannedFrom: build.ecsState({ taskDefinition: 'checkout:42' }),
        description: 'Deploy checkout:41 in place of checkout:42',
      }),
    ],
    alternatives: [
      {
        strategy: 'service-restart',
        failureType: 'bad-deployment',
        verdict: 'outranked',
        detail: 'a restart keeps the version that fails',
        score: 0.11,
      },
      {
        strategy: 'instance-scaling',
        failureType: 'capacity-shortage',
        verdict: 'abstained',
        detail: 'the processor is at 38 % of its limit',
      },
    ],
  });
}

async function tellHealedIncident({ incidents, outcomes, captures, verifications, plans }: Stores) {
  const openedAt = build.minute(-200);
  const incidentId = buildIncidentId(SEARCH, openedAt);
  const executionId = buildExecutionId(incidentId);
  await incidents.create(
    build.incident({
      incidentId,
      serviceId: SEARCH,
      serviceIds: [SEARCH],
      openedAt,
      state: 'resolved',
      severity: 'SEV-3',
      title: 'Latency on search',
      closedAt: build.minute(-188),
      closing: 'Two more tasks brought latency back to its usual band',
    }),
  );
  await plans.put(build.plan({ planId: buildPlanId(executionId, 1, 0), incidentId, executionId }));
  await captures.create(build.capture({ executionId, at: build.minute(-197) }));
  await captures.complete(build.capture({ executionId, at: build.minute(-197), result: 'applied' }));
  await verifications.add(incidentId, build.verification({ at: build.minute(-190) }));
  await outcomes.put(build.outcome({ incidentId, executionId, serviceId: SEARCH, at: build.minute(-188) }));
}
