import { describe, expect, it } from 'vitest';
import { falseIncidents, percentile, type RunRecord, scoreFaults } from '#local/demo/scoring.ts';
import type { AccidentTruth } from '#local/fleet/fleet.ts';
import { anomaly, CART, CHECKOUT, incident, minute } from '../../builders.ts';

/** A fault of checkout from noon on: noticed after two minutes, over after thirty. */
function fault(overrides: Partial<AccidentTruth> = {}): AccidentTruth {
  return {
    id: 'fault-1',
    kind: 'F1',
    serviceId: CHECKOUT,
    affectedServiceIds: [],
    onset: minute(0),
    strength: 0.8,
    shape: 'step',
    origin: 'deployment',
    variant: 0.5,
    visibleAt: minute(2),
    endedAt: minute(30),
    ...overrides,
  };
}

function record(overrides: Partial<RunRecord> = {}): RunRecord {
  return { faults: [fault()], benign: [], incidents: [], anomalies: [], endedAt: minute(240), ...overrides };
}

const found = anomaly({ serviceId: CHECKOUT, at: minute(3), detectedAt: minute(5) });
const told = incident({ serviceId: CHECKOUT, openedAt: minute(5), lastAnomalyAt: minute(6) });

describe('a fault', () => {
  it('is detected when an incident tells of it, from when people noticed to the first sign', () => {
    const later = anomaly({ serviceId: CHECKOUT, at: minute(7), detectedAt: minute(9) });

    const [score] = scoreFaults(record({ incidents: [told], anomalies: [later, found] }));

    expect(score).toMatchObject({ isDetected: true, detectSeconds: 180, recoverSeconds: 1680 });
  });

  it('was found in no time when it was found before anybody noticed', () => {
    const early = anomaly({ serviceId: CHECKOUT, at: minute(1), detectedAt: minute(1) });

    const [score] = scoreFaults(record({ incidents: [told], anomalies: [early] }));

    expect(score?.detectSeconds).toBe(0);
  });

  it('is not detected by an incident elsewhere, before it, or long after it', () => {
    const elsewhere = incident({ serviceId: CART, openedAt: minute(5), lastAnomalyAt: minute(6) });
    const before = incident({ openedAt: minute(-60), lastAnomalyAt: minute(-50) });
    const after = incident({ openedAt: minute(90), lastAnomalyAt: minute(95) });

    const [score] = scoreFaults(record({ incidents: [elsewhere, before, after], anomalies: [found] }));

    expect(score).toEqual({ fault: fault(), isDetected: false, recoverSeconds: 1680 });
  });

  it('that nobody noticed counts from its onset, and one without an end has no time to recover', () => {
    const { visibleAt: _visible, endedAt: _ended, ...unnoticed } = fault();

    const [score] = scoreFaults(record({ faults: [unnoticed], incidents: [told], anomalies: [found] }));

    expect(score).toEqual({ fault: unnoticed, isDetected: true, detectSeconds: 300 });
  });
});

describe('an incident is false', () => {
  it('unless a fault or passing trouble explains it', () => {
    const passing = fault({ id: 'benign-1', kind: 'B6', serviceId: CART });
    const gap = fault({ id: 'benign-2', kind: 'B1', serviceId: CART });
    const onCart = incident({ serviceId: CART, openedAt: minute(5), lastAnomalyAt: minute(6) });

    expect(falseIncidents(record({ incidents: [told] }))).toEqual([]);
    expect(falseIncidents(record({ incidents: [onCart], benign: [passing] }))).toEqual([]);
    expect(falseIncidents(record({ incidents: [onCart], benign: [gap] }))).toEqual([onCart]);
  });
});

describe('a percentile', () => {
  it('is the nearest rank, and nothing of nothing', () => {
    expect([percentile([3, 1, 2], 0.5), percentile([3, 1, 2], 0.95), percentile([], 0.5)]).toEqual([
      2,
      3,
      undefined,
    ]);
  });
});
