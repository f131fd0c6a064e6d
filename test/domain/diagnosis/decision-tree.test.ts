import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DECISION_TREE, type DecisionNode, walkTree } from '#domain/diagnosis/decision-tree.ts';
import type { Observation } from '#domain/diagnosis/facts.ts';
import { QUESTIONS } from '#domain/diagnosis/questions.ts';
import { CART, CHECKOUT, change, minute } from '../../builders.ts';
import { factsOf, minutes, observation, USUAL, WEB } from './history.ts';

const SLOW = { 'latency-p50': 0.2, 'latency-p99': 1.2 };
const FAILING = { 'error-share': 0.3 };
const deployed = (at: number) => ({ changes: [change({ at: minute(at) })] });
const configured = (at: number) => ({ changes: [change({ at: minute(at), kind: 'configuration' })] });
const busyWeb = observation(WEB, { throughput: 200 }, { anomalies: [] });
const illCart = observation(CART, SLOW);
const downCart = observation(CART, { 'error-share': 0.9 });

/** A quantity of checkout that climbs from one value to another in the hour before the onset. */
function climbing(name: 'memory' | 'connections', from: number, to: number): Partial<Observation> {
  const value = (each: number) => from + (to - from) * Math.min(1, Math.max(0, (each + 60) / 60));
  return { health: minutes(CHECKOUT, -180, 10, (each) => ({ ...USUAL, [name]: value(each) })) };
}

/** Half of the requests fail: retries may have doubled the traffic. */
const MOSTLY_FAILING = { 'error-share': 0.5 };

/** No third party either: the bank is measured. */
function alone(since: Observation['health'][number]['indicators']): ReturnType<typeof factsOf> {
  return { ...factsOf(observation(CHECKOUT, since)), unmeasuredDependencies: [] };
}

describe('the decision tree finds', () => {
  it.each([
    ['a bad deployment just before', [observation(CHECKOUT, FAILING, deployed(-4))], 'bad-deployment', 0.9],
    [
      'a bad deployment half an hour before',
      [observation(CHECKOUT, SLOW, deployed(-25))],
      'bad-deployment',
      0.7,
    ],
    [
      'a deployment that its retries follow',
      [observation(CHECKOUT, { ...FAILING, throughput: 140 }, deployed(-4))],
      'bad-deployment',
      0.8,
    ],
    [
      'a bad configuration just before',
      [observation(CHECKOUT, FAILING, configured(-2))],
      'bad-configuration',
      0.9,
    ],
    [
      'a bad configuration earlier',
      [observation(CHECKOUT, FAILING, configured(-20))],
      'bad-configuration',
      0.7,
    ],
    [
      'demand, even after a deployment',
      [observation(CHECKOUT, { throughput: 200, cpu: 95 }, deployed(-4)), busyWeb],
      'capacity-shortage',
      0.9,
    ],
    [
      'a deployment, when callers repeat what it lets fail and the CPU is not saturated',
      [observation(CHECKOUT, { ...FAILING, throughput: 200 }, deployed(-4)), busyWeb],
      'bad-deployment',
      0.8,
    ],
    ['a memory leak', [observation(CHECKOUT, {}, climbing('memory', 50, 92))], 'memory-leak', 0.85],
    [
      'a connection leak',
      [observation(CHECKOUT, {}, climbing('connections', 40, 90))],
      'connection-leak',
      0.8,
    ],
    ['a late queue', [observation(CHECKOUT, { 'queue-age': 300 })], 'consumer-backlog', 0.8],
    [
      'a late queue behind a dead service',
      [observation(CHECKOUT, { 'queue-age': 300 }), downCart],
      'dependency-down',
      0.6,
    ],
    [
      'too little capacity',
      [observation(CHECKOUT, { throughput: 200, cpu: 95 }), busyWeb],
      'capacity-shortage',
      0.9,
    ],
    [
      'workers that are all taken',
      [observation(CHECKOUT, { ...SLOW, throughput: 200 }), busyWeb],
      'capacity-shortage',
      0.65,
    ],
    [
      'a bad task by its tail, although traffic grew',
      [observation(CHECKOUT, { 'latency-p99': 1.2, throughput: 200 }), busyWeb],
      'bad-task',
      0.7,
    ],
    [
      'traffic that waits for another',
      [observation(CHECKOUT, { ...SLOW, throughput: 200 }), busyWeb, illCart],
      'slow-dependency',
      0.6,
    ],
    ['a retry storm', [observation(CHECKOUT, { ...MOSTLY_FAILING, throughput: 300 })], 'retry-storm', 0.75],
    [
      'demand of users, when too few requests fail to be repeated so often',
      [observation(CHECKOUT, { 'error-share': 0.49, throughput: 300, cpu: 95 })],
      'capacity-shortage',
      0.75,
    ],
    [
      'many retries, when the CPU is not saturated either',
      [observation(CHECKOUT, { ...FAILING, throughput: 300 })],
      'retry-storm',
      0.6,
    ],
    ['many retries', [observation(CHECKOUT, { ...FAILING, throughput: 150 })], 'retry-storm', 0.6],
    [
      'a retry storm that callers with hardly more traffic do not explain',
      [
        observation(CHECKOUT, { 'error-share': 0.65, throughput: 580, cpu: 100 }),
        observation(WEB, { throughput: 117 }, { anomalies: [] }),
      ],
      'retry-storm',
      0.75,
    ],
    [
      'load without callers that send more',
      [observation(CHECKOUT, { throughput: 150, cpu: 95 })],
      'capacity-shortage',
      0.7,
    ],
    ['traffic that harms nobody', [observation(CHECKOUT, { throughput: 150 })], 'unexplained', 0.2],
    ['a bad task by its checks', [observation(CHECKOUT, { 'healthy-share': 0.75 })], 'bad-task', 0.8],
    ['a dead dependency', [observation(CHECKOUT, FAILING), downCart], 'dependency-down', 0.7],
    ['a slow dependency', [observation(CHECKOUT, SLOW), illCart], 'slow-dependency', 0.65],
    ['a bad task by its tail', [observation(CHECKOUT, { 'latency-p99': 1.2 })], 'bad-task', 0.7],
    ['work that has grown', [observation(CHECKOUT, { ...SLOW, cpu: 90 })], 'capacity-shortage', 0.65],
    ['a slow third party', [observation(CHECKOUT, SLOW)], 'slow-dependency', 0.7],
    [
      'a third party that is down, however slow the few answers are',
      [observation(CHECKOUT, { ...SLOW, 'error-share': 0.5 })],
      'dependency-down',
      0.55,
    ],
    ['a third party that is down', [observation(CHECKOUT, FAILING)], 'dependency-down', 0.55],
    [
      'nothing, when more CPU is used slowly',
      [observation(CHECKOUT, { ...SLOW, cpu: 60 })],
      'unexplained',
      0.2,
    ],
    ['nothing, when nothing is wrong', [observation(CHECKOUT, {})], 'unexplained', 0.2],
  ] as const)('%s', (_case, told, failureType, confidence) => {
    const walk = walkTree(factsOf(...told));

    expect(walk.failureType).toBe(failureType);
    expect(walk.confidence).toBeCloseTo(confidence * 0.9 ** unknowns(walk.path), 6);
  });

  it('a task that fails where there is no third party', () => {
    expect(walkTree(alone(FAILING))).toMatchObject({ failureType: 'bad-task', confidence: 0.65 });
    expect(walkTree(alone({ ...FAILING, 'latency-p50': 0.07 })).confidence).toBe(0.6);
    expect(walkTree(alone(SLOW)).failureType).toBe('unexplained');
  });

  it('no bad task where more requests fail than one task serves', () => {
    const [one, many] = [0.39, 0.4].map((share) => walkTree(alone({ 'error-share': share })).failureType);

    expect([one, many]).toEqual(['bad-task', 'unexplained']);
  });

  it.each([
    { minutes: 30, throughput: 100, failureType: 'connection-leak' },
    { minutes: 30, throughput: 140, failureType: 'unexplained' },
    { minutes: 10, throughput: 100, failureType: 'bad-task' },
  ])('$failureType, when connections climbed for $minutes minutes under a traffic of $throughput', (each) => {
    const climb = (at: number) => 40 + 50 * Math.min(1, Math.max(0, (at + each.minutes) / each.minutes));
    const health = minutes(CHECKOUT, -180, 10, (at) => ({
      ...USUAL,
      connections: climb(at),
      ...(at >= 0 && { 'error-share': 0.1, throughput: each.throughput }),
    }));
    const facts = { ...factsOf(observation(CHECKOUT, {}, { health })), unmeasuredDependencies: [] };

    expect(walkTree(facts).failureType).toBe(each.failureType);
  });

  it('growth rather than a leak, when connections climb and the CPU is saturated', () => {
    const health = minutes(CHECKOUT, -180, 10, (each) => ({
      ...USUAL,
      cpu: each < -3 ? 40 : 90,
      connections: 40 + Math.max(0, each + 60),
    }));

    expect(walkTree(factsOf(observation(CHECKOUT, {}, { health }))).failureType).toBe('capacity-shortage');
  });

  it('a bad deployment, when a leak began with it', () => {
    const leaking = climbing('memory', 50, 92);

    const [since, before] = [-70, -170].map((each) =>
      walkTree(factsOf(observation(CHECKOUT, {}, { ...leaking, ...deployed(each) }))),
    );

    expect(since?.failureType).toBe('bad-deployment');
    expect(before?.failureType).toBe('memory-leak');
  });

  it.each(['memory', 'connections'] as const)('no leak of %s that has come down again', (name) => {
    const climb = climbing(name, 50, 92).health ?? [];
    const health = climb.map((record) =>
      record.at < minute(0) ? record : { ...record, indicators: { ...record.indicators, [name]: 52 } },
    );

    expect(walkTree(factsOf(observation(CHECKOUT, {}, climbing(name, 50, 92)))).failureType).toMatch(/leak/);
    expect(walkTree(factsOf(observation(CHECKOUT, {}, { health }))).failureType).not.toMatch(/leak/);
  });

  it('a leak where the newest minutes are missing', () => {
    const facts = factsOf(observation(CHECKOUT, {}, climbing('memory', 50, 92)));

    expect(walkTree({ ...facts, now: {} }).failureType).toBe('memory-leak');
  });

  it('less sure the more it has to guess', () => {
    const blind = walkTree(factsOf(observation(CHECKOUT, {}, { health: [] })));

    expect(blind.path.filter((each) => each.endsWith('unknown')).length).toBeGreaterThan(3);
    expect(blind.confidence).toBeLessThan(0.2);
  });
});

describe('a question', () => {
  it.each(Object.entries(QUESTIONS))(
    '%s is a question, and has an answer also for what is missing',
    (_name, { text, ask }) => {
      const known = factsOf(observation(CHECKOUT, {}));
      const silent = { ...known, now: {} };
      const blank = { ...silent, usual: {} };

      expect(text).toMatch(/\?$/);
      for (const facts of [known, silent, blank]) expect([true, false, undefined]).toContain(ask(facts));
    },
  );

  it.each([
    { growth: 1.2, callers: 1.14, isExplained: false },
    { growth: 1.2, callers: 1.15, isExplained: true },
    { growth: 3, callers: 1.99, isExplained: false },
    { growth: 3, callers: 2, isExplained: true },
    { growth: 5.8, callers: 1.17, isExplained: false },
  ])('says whether callers that grew $callers times explain $growth times the traffic', (each) => {
    const facts = factsOf(observation(CHECKOUT, { throughput: 100 * each.growth }));

    const answer = QUESTIONS.callersSendMore.ask({ ...facts, callerGrowth: each.callers });

    expect(answer).toBe(each.isExplained);
  });

  it('believes in the demand of callers that are not measured', () => {
    const facts = factsOf(observation(CHECKOUT, { throughput: 300 }));

    expect(QUESTIONS.callersSendMore.ask({ ...facts, callerGrowth: undefined })).toBe(true);
  });

  it('cannot be answered while what the service has is missing, and is no where it has no such thing', () => {
    const facts = factsOf(observation(CHECKOUT, {}));
    const silent = { ...facts, now: {}, usual: { 'healthy-share': 1, 'queue-age': 5 } };

    expect(QUESTIONS.hasUnhealthyTargets.ask(silent)).toBeUndefined();
    expect(QUESTIONS.queueIsLate.ask(silent)).toBeUndefined();
    expect(QUESTIONS.hasUnhealthyTargets.ask({ ...silent, usual: {} })).toBe(false);
    expect(QUESTIONS.queueIsLate.ask({ ...silent, usual: {} })).toBe(false);
    expect(QUESTIONS.queueIsLate.ask({ ...silent, now: { 'queue-age': 300 }, usual: {} })).toBe(true);
    expect(QUESTIONS.failsMore.ask({ ...silent, now: { 'error-share': 0.3 } })).toBe(true);
  });
});

describe('every walk', () => {
  it('ends, shows each question with its answer, and is never surer than its leaf', () => {
    const value = fc.option(fc.double({ min: 0, max: 500, noNaN: true }), { nil: undefined });
    const shares = fc.record({ 'error-share': value, cpu: value, throughput: value, 'latency-p50': value });

    fc.assert(
      fc.property(shares, (values) => {
        const known = Object.fromEntries(Object.entries(values).filter(([, each]) => each !== undefined));
        const walk = walkTree(factsOf(observation(CHECKOUT, known)));

        expect(walk.path.every((each) => /\? (yes|no|unknown)$/.test(each))).toBe(true);
        expect(walk.confidence).toBeGreaterThan(0);
        expect(walk.confidence).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('asks every question somewhere', () => {
    const asked = new Set<string>();
    const visit = (node: DecisionNode): void => {
      if (!('question' in node)) return;
      asked.add(node.question);
      visit(node.yes);
      visit(node.no);
    };

    visit(DECISION_TREE);

    expect([...asked].sort()).toEqual(Object.keys(QUESTIONS).sort());
  });
});

function unknowns(path: readonly string[]): number {
  return path.filter((each) => each.endsWith('unknown')).length;
}
