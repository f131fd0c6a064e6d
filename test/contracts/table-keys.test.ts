import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildAnomalyId,
  buildExecutionId,
  buildPlanId,
  parseAnomalyId,
  parsePlanId,
} from '#contracts/naming.ts';
import {
  auditEntryKey,
  auditRange,
  captureKey,
  historyPeriod,
  isLastOfAuditBlock,
  minuteKey,
  parseTrackRecordKey,
  planKey,
  pollKey,
  pollRanges,
  trackRecordKey,
} from '#contracts/table-keys.ts';
import { monthRanges, placeInMonth } from '#contracts/table-lists.ts';
import { AnomalyId, Instant, PlanId, ServiceId } from '#domain/ids.ts';
import { at, CHECKOUT, INCIDENT, minute, NOON, OURS, PLAN } from '../builders.ts';

const CENTURY_MS = 100 * 366 * 86_400_000;
const instant = fc.integer({ min: 0, max: CENTURY_MS }).map((ms) => Instant.parse(ms));
const DECEMBER_2 = Instant.parse(Date.UTC(2026, 11, 2));

describe('ids that keys are read from', () => {
  it('give back what an anomaly was named by, whatever its service is called', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60 }), instant, (name, seenAt) => {
        fc.pre(!/[\n\r\u2028\u2029]/.test(name));
        const serviceId = ServiceId.parse(name);
        expect(parseAnomalyId(buildAnomalyId(serviceId, seenAt))).toEqual({ serviceId, at: seenAt });
      }),
    );
    expect(parseAnomalyId(AnomalyId.parse('anomaly'))).toBeUndefined();
  });

  it('give back what a plan was named by', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(20), (attempt, revision) => {
        const executionId = buildExecutionId(INCIDENT);
        expect(parsePlanId(buildPlanId(executionId, attempt, revision))).toEqual({
          executionId,
          attempt,
          revision,
        });
      }),
    );
    expect(planKey(PlanId.parse('plan-1'))).toBeUndefined();
  });
});

describe('the keys of a table', () => {
  it('are in a period exactly when their moment is', () => {
    fc.assert(
      fc.property(instant, instant, instant, (seenAt, from, to) => {
        const { sk } = minuteKey('health', CHECKOUT, seenAt);
        const [first = '', last = ''] = historyPeriod('health', CHECKOUT, { from, to })?.within ?? ['~', ''];
        expect(sk >= first && sk <= last).toBe(seenAt >= from && seenAt < to);
      }),
    );
  });

  it('are no period when none is asked for', () => {
    expect(historyPeriod('health', CHECKOUT, { from: NOON, to: NOON })).toBeUndefined();
  });

  it('put plans in the order in which they are made', () => {
    const made = [
      buildPlanId(OURS, 1, 0),
      buildPlanId(OURS, 1, 2),
      buildPlanId(OURS, 1, 10),
      buildPlanId(OURS, 2, 0),
    ];

    const keys = made.map((planId) => planKey(planId)?.sk);

    expect(keys.toSorted()).toEqual(keys);
    expect(planKey(PLAN)?.pk).toBe(`execution#${OURS}`);
  });

  it('put captures in the order of the acts, the ways back after them and in reverse', () => {
    const steps = ['apply-1-0', 'apply-1-9', 'apply-1-10', 'rollback-1-10', 'rollback-1-9', 'apply-2-0'];

    const keys = steps.map((step) => captureKey(OURS, step).sk);

    expect(keys.toSorted()).toEqual(keys);
  });

  it('spread services evenly over the partitions that are read at every tick', () => {
    const services = Array.from({ length: 1600 }, (_, index) => ServiceId.parse(`service-${index}`));
    const perShard = new Map(pollRanges().map(({ pk }) => [pk, 0]));

    for (const serviceId of services) {
      const { pk } = pollKey(serviceId);
      perShard.set(pk, (perShard.get(pk) ?? Number.NaN) + 1);
    }

    expect(perShard.size).toBe(16);
    for (const count of perShard.values()) expect(Math.abs(count - 100)).toBeLessThan(40);
  });

  it('begin a new partition of the audit log when one is full', () => {
    const last = Array.from({ length: 20_001 }, (_, sequence) => sequence).filter(isLastOfAuditBlock);

    expect(last).toEqual([9999, 19_999]);
    expect(auditEntryKey(10_000)).toEqual({ pk: auditRange(19_999).pk, sk: '000000010000' });
  });

  it('name the strategy and failure type of a track record', () => {
    const record = {
      strategy: 'service-restart',
      failureType: 'memory-leak',
      successes: 1,
      failures: 0,
    } as const;

    const { strategy, failureType } = parseTrackRecordKey(trackRecordKey(record));

    expect({ ...record, strategy, failureType }).toEqual(record);
  });
});

describe('lists by month', () => {
  it('have every moment from the first to the last in one of their ranges', () => {
    const year = fc.integer({ min: 0, max: 366 * 86_400 });
    fc.assert(
      fc.property(instant, year, year, (from, seconds, more) => {
        const seenAt = Instant.parse(from + seconds * 1000);
        const to = Instant.parse(seenAt + more * 1000);
        const { list, listSort } = placeInMonth('incidents', seenAt);
        const range = monthRanges('incidents', from, to).find((each) => each.list === list);
        expect(range && listSort >= range.from).toBe(true);
      }),
    );
  });

  it('are the months between two moments, once each', () => {
    expect(monthRanges('outcomes', at(0), DECEMBER_2).map(({ list }) => list)).toEqual([
      'outcomes#2026-11',
      'outcomes#2026-12',
    ]);
    expect(monthRanges('outcomes', minute(1), minute(0))).toHaveLength(1);
  });
});
