// What is truly wrong with a suspect, as training is told; and what each voice called an incident, as the bench counts it.

import { describe, expect, it } from 'vitest';
import type { AccidentTruth } from '#local/fleet/fleet.ts';
import { judgeTypes, majorityOf } from '../../tools/bench/models/failure-type-cases.ts';
import type { StoryRecord } from '../../tools/bench/models/fleet-run.ts';
import { trueTypeOf, typesOf } from '../../tools/features/failure-types/true-types.ts';
import { CART, CHECKOUT, diagnosis, hypothesis, incident, minute, NOON } from '../builders.ts';
import { observation, SHOP, shopFacts, WEB } from '../domain/diagnosis/history.ts';

function fault(changes: Partial<AccidentTruth>): AccidentTruth {
  return {
    id: 'fault-1',
    kind: 'F1',
    serviceId: CHECKOUT,
    affectedServiceIds: [CHECKOUT],
    onset: NOON,
    strength: 0.6,
    shape: 'step',
    origin: 'deployment',
    variant: 0.5,
    ...changes,
  };
}

function truthOf(serviceId: typeof CHECKOUT, faults: readonly AccidentTruth[], throughput = 100) {
  const facts = shopFacts(observation(serviceId, { 'error-share': 0.3, throughput })).get(serviceId);
  if (!facts) throw new Error(`${serviceId} was not observed`);
  return trueTypeOf(facts, { faults, services: SHOP, at: minute(10) });
}

describe('what is truly wrong with a suspect', () => {
  it('is its own fault while that is at work', () => {
    expect(truthOf(CHECKOUT, [fault({})])).toBe('bad-deployment');
    expect(truthOf(CHECKOUT, [fault({ onset: minute(11) })])).toBe('unexplained');
    expect(truthOf(CHECKOUT, [fault({ endedAt: minute(2) })])).toBe('unexplained');
    expect(truthOf(CHECKOUT, [fault({ endedAt: minute(9) })])).toBeUndefined();
  });

  it('is nothing of its own where it suffers from another', () => {
    expect(truthOf(WEB, [fault({})])).toBe('unexplained');
  });

  it('is a broken route at whoever calls over it, and a surge wherever it arrives', () => {
    expect(truthOf(CHECKOUT, [fault({ kind: 'F25', serviceId: CART })])).toBe('dependency-down');
    expect(truthOf(CART, [fault({ kind: 'F6', serviceId: WEB })], 180)).toBe('capacity-shortage');
    expect(truthOf(CART, [fault({ kind: 'F6', serviceId: WEB })])).toBe('unexplained');
  });

  it('has two names where a deployment brought a leak, and is mended by the first', () => {
    expect(typesOf(fault({ kind: 'F4' }))).toEqual(['bad-deployment', 'memory-leak']);
    expect(typesOf(fault({ kind: 'F4', origin: 'old' }))).toEqual(['memory-leak']);
  });
});

describe('what each voice called an incident', () => {
  const cause = { serviceId: CHECKOUT, evidence: [] } as const;
  const looked = diagnosis({
    hypotheses: [hypothesis({ failureType: 'bad-task', confidence: 0.7 })],
    voices: [
      {
        speaker: 'decision-tree',
        isWeighed: true,
        outcome: 'ranked',
        causes: [{ ...cause, failureType: 'bad-task', score: 0.75 }],
      },
      { speaker: 'type-classifier', isWeighed: true, outcome: 'no-single-cause', causes: [] },
    ],
  });
  const record = {
    endedAt: minute(60),
    faults: [fault({ onset: minute(-1), visibleAt: NOON })],
    incidents: [incident({})],
    diagnoses: [looked],
  } as unknown as StoryRecord;

  it('is held against the faults at work, nothing said counting as unexplained', () => {
    expect(judgeTypes(record)).toEqual([
      {
        truth: ['bad-deployment'],
        tree: { failureType: 'bad-task', confidence: 0.75 },
        classifier: { failureType: 'unexplained', confidence: 0 },
        fused: looked.hypotheses[0],
      },
    ]);
  });

  it('leaves out what was over before it was looked at, and knows what nobody caused', () => {
    const over = { ...record, diagnoses: [{ ...looked, outcome: 'recovered-by-itself' as const }] };
    const calm = { ...record, faults: [] };

    expect(judgeTypes(over)).toEqual([]);
    expect(judgeTypes({ ...record, diagnoses: [] })).toEqual([]);
    expect(judgeTypes(calm)[0]?.truth).toEqual(['unexplained']);
    expect(majorityOf(judgeTypes(record)).failureType).toBe('bad-deployment');
    expect(majorityOf([]).failureType).toBe('unexplained');
  });
});
