// The questions of the decision tree. Each is answered from facts alone: yes, no, or undefined where the data is missing.

import type { ChangeKind } from '#domain/change/change.ts';
import { CHANGE_GRACE_SECONDS, growthOf, type ServiceFacts } from '#domain/diagnosis/facts.ts';
import type { Rise } from '#domain/diagnosis/steady-rise.ts';
import { secondsBetween } from '#domain/ids.ts';
import type { IndicatorName } from '#domain/signal/indicator.ts';

export interface Question {
  readonly text: string;
  readonly ask: (facts: ServiceFacts) => boolean | undefined;
}

/** A change this close to the onset is its likely cause; most bad deployments show within ten minutes of traffic. */
const CLOSE_SECONDS = 600;
/** And within half an hour its possible cause: rolling deployments take up to fifteen minutes, caches as long again. */
const POSSIBLE_SECONDS = 1800;
/** Traffic that has grown beyond what scheduling and noise do from one quarter of an hour to the next. */
const MORE_TRAFFIC = 1.3;
/** Callers that send hardly more than usual do not explain more traffic; then it is retries. */
const CALLERS_AS_USUAL = 1.15;
/** Nor do callers whose growth makes up less than this share of its own. */
const EXPLAINED_SHARE = 0.5;
/** More than any retry budget of a well-behaved client adds. */
const FAR_MORE_TRAFFIC = 2;
/** CPU percent from which queueing, not work, makes the latency (utilization law: waiting passes service time). */
const SATURATED_CPU = 80;
/** CPU that did not follow: waiting for others, not working. */
const FLAT_CPU = 1.2;
const SLOWER = 1.5;
/** The tail is twice as slow while the middle is as usual: some tasks, not all. */
const TAIL_SLOWER = 2;
const MIDDLE_AS_USUAL = 1.3;
const MORE_ERRORS = 0.02;
const MANY_ERRORS = 0.2;
/** Each failed request is repeated at most once at a time: retries double the traffic only where half of it fails. */
const MOST_ERRORS = 0.5;
/** More than one bad task among three or more can fail, its share of the requests and their timeouts taken together. */
const WIDE_ERRORS = 0.4;
/** Below it some target fails its checks; one of ten is what a rolling deployment takes out. */
const PARTLY_HEALTHY = 0.95;
const LEAK_MINUTES = 30;
/** A fast leak of connections fills a pool sooner; where traffic has not grown, demand does not explain the climb either. */
const FAST_LEAK_MINUTES = 20;
/** A climb begins this close to the deployment that brought the leak; a tenth of it is over before it is seen. */
const LEAK_BEGIN_SECONDS = 1800;
const LEAK_MEMORY_POINTS = 8;
/** Percent of memory: from here a leak is worth a word, before garbage collection takes the CPU at about 80. */
const LEAK_MEMORY_LEVEL = 70;
/** Part of the climb that a task which ran out of memory and began anew leaves; a restart of all takes more away. */
const STILL_UP = 0.3;
const LEAK_CONNECTION_GROWTH = 1.4;
const LEAK_CONNECTIONS = 10;
/** Seconds; what the restart of a consumer costs is less. */
const LATE_QUEUE_AGE = 60;
const LATE_QUEUE_GROWTH = 2;

function grew(facts: ServiceFacts, indicator: IndicatorName, factor: number): boolean | undefined {
  const growth = growthOf(facts, indicator);
  return growth === undefined ? undefined : growth >= factor;
}

function hasChange(kind: ChangeKind, seconds: number): Question['ask'] {
  return ({ changesBefore, onsetAt }) =>
    changesBefore.some((change) => {
      const before = secondsBetween(change.at, onsetAt);
      return change.kind === kind && before >= -CHANGE_GRACE_SECONDS && before <= seconds;
    });
}

/** Rose for long, by enough, and has not come down since. What does not rise, or is not measured, does not leak. */
function leaks(
  rise: Rise | undefined,
  now: number | undefined,
  { leastMinutes, isEnough }: { readonly leastMinutes: number; readonly isEnough: (rise: Rise) => boolean },
): boolean {
  return rise !== undefined && rise.minutes >= leastMinutes && isEnough(rise) && isStillUp(rise, now);
}

/** Where the newest value is not known nothing has come down. */
function isStillUp({ from, to }: Rise, now = to): boolean {
  return now >= from + STILL_UP * (to - from);
}

/** Whether a service has the indicator at all: a question about what it has not is answered with no. */
function isMeasured({ now, usual }: ServiceFacts, indicator: IndicatorName): boolean {
  return now[indicator] !== undefined || usual[indicator] !== undefined;
}

function errorsRose({ now, usual }: ServiceFacts): boolean | undefined {
  const errors = now['error-share'];
  return errors === undefined ? undefined : errors - (usual['error-share'] ?? 0) >= MORE_ERRORS;
}

export const QUESTIONS = {
  deployedJustBefore: {
    text: 'Was it deployed within ten minutes before the onset?',
    ask: hasChange('deployment', CLOSE_SECONDS),
  },
  deployedBefore: {
    text: 'Was it deployed within half an hour before the onset?',
    ask: hasChange('deployment', POSSIBLE_SECONDS),
  },
  configuredJustBefore: {
    text: 'Was its configuration changed within ten minutes before the onset?',
    ask: hasChange('configuration', CLOSE_SECONDS),
  },
  configuredBefore: {
    text: 'Was its configuration changed within half an hour before the onset?',
    ask: hasChange('configuration', POSSIBLE_SECONDS),
  },
  hasMoreTraffic: {
    text: 'Does it get more traffic than usual?',
    ask: (facts) => grew(facts, 'throughput', MORE_TRAFFIC),
  },
  hasFarMoreTraffic: {
    text: 'Does it get twice its usual traffic or more?',
    ask: (facts) => grew(facts, 'throughput', FAR_MORE_TRAFFIC),
  },
  callersSendMore: {
    text: 'Do its callers have as much more traffic themselves?',
    ask: (facts) => {
      const { callerGrowth } = facts;
      if (callerGrowth === undefined) return true;
      const explained = (callerGrowth - 1) / ((growthOf(facts, 'throughput') ?? 1) - 1);
      return callerGrowth >= CALLERS_AS_USUAL && explained >= EXPLAINED_SHARE;
    },
  },
  failsOften: {
    text: 'Does every fifth request fail, or more?',
    ask: ({ now }) => (now['error-share'] === undefined ? undefined : now['error-share'] >= MANY_ERRORS),
  },
  failsMostly: {
    text: 'Does at least every second request fail?',
    ask: ({ now }) => (now['error-share'] === undefined ? undefined : now['error-share'] >= MOST_ERRORS),
  },
  failsWidely: {
    text: 'Do more requests fail than one of its tasks serves?',
    ask: ({ now }) => (now['error-share'] === undefined ? undefined : now['error-share'] >= WIDE_ERRORS),
  },
  failsMore: { text: 'Do more requests fail than usual?', ask: errorsRose },
  isSaturated: {
    text: 'Is its CPU saturated?',
    ask: ({ now }) => (now.cpu === undefined ? undefined : now.cpu >= SATURATED_CPU),
  },
  isSlower: {
    text: 'Is half of its traffic slower than usual?',
    ask: (facts) => grew(facts, 'latency-p50', SLOWER),
  },
  cpuIsFlat: {
    text: 'Is its CPU no higher than usual?',
    ask: (facts) => {
      const growth = growthOf(facts, 'cpu');
      return growth === undefined ? undefined : growth <= FLAT_CPU;
    },
  },
  memoryLeaks: {
    text: 'Did its memory climb towards the limit for half an hour or more?',
    ask: ({ memoryRise, now }) =>
      leaks(memoryRise, now.memory, {
        leastMinutes: LEAK_MINUTES,
        isEnough: ({ from, to }) => to >= LEAK_MEMORY_LEVEL && to - from >= LEAK_MEMORY_POINTS,
      }),
  },
  leaksSinceDeployment: {
    text: 'Did the climb begin with a deployment?',
    ask: ({ memoryRise, changesBefore }) =>
      memoryRise !== undefined &&
      changesBefore.some(
        ({ kind, at }) =>
          kind === 'deployment' && Math.abs(secondsBetween(at, memoryRise.startedAt)) <= LEAK_BEGIN_SECONDS,
      ),
  },
  connectionsLeak: {
    text: 'Did its database connections climb for half an hour, or for twenty minutes without more traffic?',
    ask: (facts) => {
      const hasUsualTraffic = grew(facts, 'throughput', MORE_TRAFFIC) === false;
      return leaks(facts.connectionRise, facts.now.connections, {
        leastMinutes: hasUsualTraffic ? FAST_LEAK_MINUTES : LEAK_MINUTES,
        isEnough: ({ from, to }) => to >= from * LEAK_CONNECTION_GROWTH && to - from >= LEAK_CONNECTIONS,
      });
    },
  },
  hasIllDependency: {
    text: 'Is a service it calls ill?',
    ask: ({ illDependencies }) => illDependencies.length > 0,
  },
  starvesDependency: {
    text: 'Does a healthy service it calls get far fewer requests than usual?',
    ask: ({ starvedDependencies }) => starvedDependencies.length > 0,
  },
  hasDownDependency: {
    text: 'Does that service fail more often than it answers?',
    ask: ({ downDependencies }) => downDependencies.length > 0,
  },
  callsThirdParty: {
    text: 'Does it call a third party?',
    ask: ({ unmeasuredDependencies }) => unmeasuredDependencies.length > 0,
  },
  hasUnhealthyTargets: {
    text: 'Do some of its targets fail their checks?',
    ask: (facts) => {
      const share = facts.now['healthy-share'];
      if (share === undefined) return isMeasured(facts, 'healthy-share') ? undefined : false;
      return share < PARTLY_HEALTHY;
    },
  },
  onlyTailSuffers: {
    text: 'Is only its slowest part of requests slower than usual?',
    ask: (facts) => {
      const [tail, middle] = [growthOf(facts, 'latency-p99'), growthOf(facts, 'latency-p50')];
      return tail === undefined || middle === undefined
        ? undefined
        : tail >= TAIL_SLOWER && middle <= MIDDLE_AS_USUAL;
    },
  },
  middleIsAsUsual: {
    text: 'Is half of its traffic as fast as usual?',
    ask: (facts) => {
      const growth = growthOf(facts, 'latency-p50');
      return growth === undefined ? undefined : growth <= MIDDLE_AS_USUAL;
    },
  },
  queueIsLate: {
    text: 'Do its messages wait longer than usual?',
    ask: (facts) => {
      const age = facts.now['queue-age'];
      if (age === undefined) return isMeasured(facts, 'queue-age') ? undefined : false;
      return age >= LATE_QUEUE_AGE && age >= LATE_QUEUE_GROWTH * (facts.usual['queue-age'] ?? 0);
    },
  },
} as const satisfies Record<string, Question>;

export type QuestionName = keyof typeof QUESTIONS;
