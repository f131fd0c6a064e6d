// Rules of one's own (M49): broken for long enough they are an anomaly, whatever is usual; otherwise nothing is as if they
// were not there.

import { describe, expect, it } from 'vitest';
import { addBrokenRules, trackRules } from '#domain/detection/obey-rules.ts';
import { OwnRule, rulesFor } from '#domain/detection/own-rule.ts';
import { ServiceId } from '#domain/ids.ts';
import { isWorthAnIncident } from '#domain/incident/grouping.ts';
import { gradeSeverity, harmOf } from '#domain/incident/severity.ts';
import { describeEvidence } from '#domain/incident/symptom.ts';
import { limitsOf } from '#domain/verification/limits.ts';
import { evidence, minute, service } from '../../builders.ts';
import { type Disturbance, MINUTES_PER_DAY, minuteOf, SHOP, watchShop } from './shop.ts';

function ownRule(overrides: Partial<OwnRule> = {}): OwnRule {
  return { ...OwnRule.parse({ name: 'busy', indicator: 'cpu', above: 22, forMinutes: 3 }), ...overrides };
}

const DAY = watchShop({ from: 0, to: MINUTES_PER_DAY });
/** A processor that is busier than its owner likes, and within what the learned bands allow. */
const busy: Disturbance = (at) => (at >= 1450 && at < 1456 ? { cpu: 26 } : { cpu: 20 });

function watchBusy(rules?: readonly OwnRule[], disturb = busy) {
  return watchShop({
    from: 1440,
    to: 1470,
    seed: 2,
    watch: DAY.watch,
    disturb,
    ...(rules && { rules }),
  });
}

describe('a rule of ones own', () => {
  it('makes an anomaly when it has been broken for as long as it says, with its name as evidence', () => {
    const { anomalies } = watchBusy([ownRule({ severity: 'SEV-2' })]);

    expect(anomalies.map(minuteOf)).toEqual([1452, 1453, 1454, 1455]);
    expect(anomalies[0]).toMatchObject({ isUserVisible: false, score: 0.75 });
    expect(anomalies[0]?.evidence).toMatchObject([
      {
        indicator: 'cpu',
        detectors: ['rule'],
        direction: 'above',
        rules: [{ name: 'busy', direction: 'above', limit: 22, severity: 'SEV-2' }],
      },
    ]);
  });

  it('began with the first minute that broke it', () => {
    const [first] = watchBusy([ownRule()]).anomalies;

    expect(first && minuteOf({ at: first.onsetAt })).toBe(1450);
  });

  it('changes nothing in what is learned, recorded and found otherwise', () => {
    const without = watchBusy();
    const { watch, records, anomalies } = watchBusy([ownRule({ above: 99 })]);

    expect(anomalies).toEqual(without.anomalies);
    expect(records).toEqual(without.records);
    expect(watch).toEqual({
      ...without.watch,
      verdict: { ...without.watch?.verdict, ruleRuns: {} },
    });
  });

  it('is evidence beside that of the other detectors, which keep their direction', () => {
    const slow: Disturbance = (at) => (at >= 1450 ? { latencyP99: 3 } : {});
    const rule = ownRule({ indicator: 'latency-p99', above: 1, forMinutes: 2 });

    const [first] = watchBusy([rule], slow).anomalies;

    expect(first?.evidence[0]).toMatchObject({ direction: 'above', detectors: ['threshold', 'rule'] });
  });

  it('may speak of a value that is too low', () => {
    const rule = ownRule({ above: undefined, below: 21, forMinutes: 1 });

    const [first] = watchBusy([rule]).anomalies;

    expect(first?.evidence[0]?.rules).toEqual([{ name: 'busy', direction: 'below', limit: 21 }]);
    expect(first?.evidence[0]?.direction).toBe('below');
  });

  it('is kept outside of the days and times that it is for', () => {
    const only = { days: ['tue' as const], start: '00:13', end: '01:00' };

    const { anomalies } = watchBusy([ownRule({ only, forMinutes: 1 })]);

    expect(anomalies.map(minuteOf)).toEqual([1453, 1454, 1455]);
  });

  it('is neither broken nor kept by a minute without data', () => {
    const rule = ownRule();
    const inForce = { rules: [rule], periodSeconds: 60 };
    const reading = (cpu: number | undefined, at: number) => ({
      at: minute(at),
      indicators: cpu === undefined ? {} : { cpu },
      percentiles: {},
    });

    let runs = trackRules({}, reading(50, 0), inForce);
    runs = trackRules(runs, reading(undefined, 1), inForce);
    runs = trackRules(runs, reading(50, 2), inForce);

    expect(runs).toEqual({ busy: { readings: 2, since: minute(0) } });
    expect(trackRules(runs, reading(10, 3), inForce)).toEqual({});
  });

  it('needs fewer readings where they are further apart', () => {
    const rule = ownRule({ forMinutes: 10 });
    const runs = { busy: { readings: 2, since: minute(-5) } };
    const judged = {
      verdict: {
        evidence: evidence({ indicator: 'cpu', detectors: [] }),
        isAbnormal: false,
        isStrong: false,
      },
      persistence: { minutes: '0', strongRun: 0 },
      onsetAt: minute(0),
    };

    expect(addBrokenRules([judged], runs, { rules: [rule], periodSeconds: 300 })).toMatchObject([
      { verdict: { isAbnormal: true }, onsetAt: minute(-5) },
    ]);
    expect(addBrokenRules([judged], runs, { rules: [rule], periodSeconds: 60 })).toEqual([judged]);
  });

  it('is for all services, or for those that it names', () => {
    const forShop = ownRule({ services: [SHOP] });
    const forAll = ownRule();

    expect(rulesFor([forShop, forAll], SHOP)).toEqual([forShop, forAll]);
    expect(rulesFor([forShop, forAll], ServiceId.parse('other'))).toEqual([forAll]);
  });
});

describe('an incident by a rule of ones own', () => {
  const broken = evidence({
    indicator: 'cpu',
    value: 45,
    detectors: ['rule'],
    rules: [{ name: 'busy', direction: 'above', limit: 42, severity: 'SEV-2' }],
  });

  it('is opened though no user feels it', () => {
    const [anomaly] = watchBusy([ownRule()]).anomalies;

    expect(anomaly && isWorthAnIncident(anomaly)).toBe(true);
  });

  it('is at least as severe as the rule says', () => {
    const harm = harmOf([service({ id: SHOP })], { shop: [broken] });

    expect(gradeSeverity(harm)).toBe('SEV-2');
    expect(gradeSeverity({ ...harm, asked: 'SEV-4', isFelt: true, tier: 'critical', errorShare: 1 })).toBe(
      'SEV-1',
    );
  });

  it('is told by the name of the rule', () => {
    expect(describeEvidence(broken)).toBe('CPU 45 %, above 42 % (rule "busy")');
  });

  it('is healed when the rule is kept again', () => {
    expect(limitsOf([broken])).toContainEqual({
      indicator: 'cpu',
      value: 42,
      direction: 'above',
      isRequired: true,
    });
  });
});
