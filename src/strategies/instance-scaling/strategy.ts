// S5 InstanceScaling: adds tasks to a saturated service or a late consumer, in the proportion by which it is over its
// target. Where an autoscaler is at the wheel its floor is raised, or it would take the tasks away again.

import type { Action } from '#domain/action/action.ts';
import { describeSpike } from '#domain/demand/foreseen-spike.ts';
import { secondsBetween } from '#domain/ids.ts';
import { ok, refuse } from '#domain/result.ts';
import { type DescriptionOf, pickResource } from '#strategies/resources.ts';
import type { Abstention, Situation, Strategy } from '#strategies/strategy.ts';

/** The CPU percent to come back to: leaves a third in hand for the loss of one zone of three. */
const TARGET_CPU = 67;
/** One step at most doubles a service: downstream connections and quotas are sized for less. */
const MAX_GROWTH = 2;
/** From here on CPU no longer shows how much is asked for: the true demand is hidden behind the limit. */
const HIDDEN_DEMAND_CPU = 95;
/** A platform scaling this fresh has not taken effect yet: task start and one metric period. */
const SCALING_EFFECT_SECONDS = 240;
/** Growth of traffic that asks for tasks also where the CPU does not follow, because all workers are taken. */
const MORE_TRAFFIC = 1.3;
/** Connections well up while the CPU idles: tasks wait for the database, and more tasks would take more of it. */
const CONNECTION_GROWTH = 1.3;
const IDLE_CPU = 60;

export const instanceScaling: Strategy = {
  name: 'instance-scaling',
  remedies: {
    'capacity-shortage': { successes: 8, failures: 2 },
    'consumer-backlog': { successes: 7, failures: 3 },
  },

  propose(situation) {
    const service = pickResource(situation.resources, 'ecs-service');
    if (!service) return refuse({ reason: 'no-data', detail: 'its ECS service could not be read' });
    const { desiredCount } = service.state;
    const objection = findObjection(situation, desiredCount, service.runningCount ?? desiredCount);
    if (objection) return refuse(objection);
    const scalableTarget = pickResource(situation.resources, 'scalable-target');
    const limit = Math.min(
      scalableTarget?.state.maxCapacity ?? Number.POSITIVE_INFINITY,
      situation.service.maxTasks,
    );
    const wanted = situation.foreseen?.tasks ?? desiredCount * growthFactor(situation);
    const tasks = Math.min(Math.ceil(wanted), desiredCount * MAX_GROWTH, limit);
    if (tasks <= desiredCount) {
      return refuse({
        reason: 'no-headroom',
        detail: `it has ${desiredCount} tasks and may have ${limit} at most`,
      });
    }
    const steps = isBacklog(situation) ? [tasks, Math.min(tasks * MAX_GROWTH, limit)] : [tasks];
    const actions = [...new Set(steps)].map((count) => scaleTo(count, service, scalableTarget));
    return ok({ actions, summary: summarize(situation, desiredCount, steps) });
  },
};

function scaleTo(
  count: number,
  service: DescriptionOf<'ecs-service'>,
  scalableTarget: DescriptionOf<'scalable-target'> | undefined,
): Action {
  return scalableTarget
    ? { kind: 'scalable-target/set-min-capacity', resourceId: scalableTarget.resourceId, minCapacity: count }
    : { kind: 'ecs-service/set-desired-count', resourceId: service.resourceId, desiredCount: count };
}

function findObjection(situation: Situation, desired: number, running: number): Abstention | undefined {
  if (running < desired) {
    return { reason: 'not-yet', detail: `${desired - running} tasks of ${desired} are still starting` };
  }
  const scaled = situation.changes.findLast(({ by, kind }) => by === 'platform' && kind === 'scaling');
  if (scaled && secondsBetween(scaled.at, situation.now) < SCALING_EFFECT_SECONDS) {
    return { reason: 'not-yet', detail: `the autoscaler has just acted: ${scaled.summary}` };
  }
  if (situation.foreseen) return undefined;
  if (waitsForDatabase(situation)) {
    return {
      reason: 'backfires',
      detail: 'its tasks wait for the database, and more tasks would take more connections',
    };
  }
  return isBacklog(situation) ? undefined : findCpuObjection(situation.current.cpu, situation);
}

function findCpuObjection(cpu: number | undefined, { current, usual }: Situation): Abstention | undefined {
  if (cpu === undefined) return { reason: 'no-data', detail: 'its CPU is unknown' };
  if (cpu > TARGET_CPU || (cpu > IDLE_CPU && growthOfTraffic({ current, usual }) >= MORE_TRAFFIC))
    return undefined;
  return { reason: 'not-indicated', detail: `its CPU is at ${Math.round(cpu)} % and its traffic as usual` };
}

function waitsForDatabase({ current, usual }: Situation): boolean {
  if (current.connections === undefined || usual.connections === undefined || current.cpu === undefined)
    return false;
  return current.connections > usual.connections * CONNECTION_GROWTH && current.cpu < IDLE_CPU;
}

/** Target tracking's rule, ceil(current x metric / target), on the scarcest of CPU and traffic; a backlog needs double to drain. */
function growthFactor(situation: Situation): number {
  const cpu = situation.current.cpu ?? 0;
  if (isBacklog(situation) || cpu >= HIDDEN_DEMAND_CPU) return MAX_GROWTH;
  return Math.min(MAX_GROWTH, Math.max(cpu / TARGET_CPU, growthOfTraffic(situation)));
}

function growthOfTraffic({ current, usual }: Pick<Situation, 'current' | 'usual'>): number {
  return current.throughput === undefined || !usual.throughput ? 1 : current.throughput / usual.throughput;
}

function isBacklog({ hypothesis }: Situation): boolean {
  return hypothesis.failureType === 'consumer-backlog';
}

function summarize(situation: Situation, from: number, steps: readonly number[]): string {
  const to = [...new Set(steps)].join(', then to ');
  return `Scale ${situation.service.id} from ${from} to ${to} tasks: ${reasonOf(situation)}`;
}

function reasonOf(situation: Situation): string {
  if (situation.foreseen) return describeSpike(situation.foreseen);
  const { cpu = 0, 'queue-age': age } = situation.current;
  if (isBacklog(situation) && age !== undefined) return `messages wait ${Math.round(age)} s`;
  const traffic = Math.round(growthOfTraffic(situation) * 100);
  return cpu > TARGET_CPU || traffic <= 100
    ? `CPU at ${Math.round(cpu)} %`
    : `traffic at ${traffic} % of its usual`;
}
