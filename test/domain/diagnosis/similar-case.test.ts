// Which past incident a new one looks like, and what is said of it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describePastCase, describeThen } from '#domain/diagnosis/describe-case.ts';
import type { PastCase } from '#domain/diagnosis/past-case.ts';
import {
  type CaseTraits,
  compareCases,
  findSimilarCase,
  type PastIncident,
  traitsOf,
} from '#domain/diagnosis/similar-case.ts';
import { IncidentId } from '#domain/ids.ts';
import { AttemptResult } from '#domain/outcome/outcome.ts';
import { CART, CHECKOUT, diagnosis, evidence, hypothesis, incident, minute, NOON } from '../../builders.ts';

const SLOW = evidence({ indicator: 'latency-p99', deviation: 10 });
const FAILING = evidence({ indicator: 'error-share', deviation: 14 });

function traits(overrides: Partial<CaseTraits> = {}): CaseTraits {
  return {
    serviceIds: [CHECKOUT],
    kind: 'ecs-service',
    evidence: [SLOW, FAILING],
    hypotheses: [hypothesis()],
    changedBefore: ['deployment'],
    errors: ['timeout'],
    ...overrides,
  };
}

function past(name: string, overrides: Partial<CaseTraits> = {}, daysBefore = 3): PastIncident {
  return {
    traits: traits(overrides),
    pastCase: {
      incidentId: IncidentId.parse(name),
      serviceId: CHECKOUT,
      onsetAt: minute(-daysBefore * 24 * 60),
      failureType: 'capacity-shortage',
      end: 'resolved',
      attempt: { strategy: 'instance-scaling', result: 'recovered' },
      totalSeconds: 360,
      story: 'instance-scaling worked, over after 6 min',
    },
  };
}

describe('likeness of two incidents', () => {
  it('is whole where everything is the same', () => {
    expect(compareCases(traits(), traits())).toEqual({
      similarity: 1,
      shared: ['symptoms', 'cause', 'service', 'changes', 'errors'],
    });
  });

  it('falls with what differs, the size and direction of symptoms included', () => {
    const likeness = (other: Partial<CaseTraits>) => compareCases(traits(), traits(other)).similarity;

    expect(likeness({ evidence: [{ ...SLOW, deviation: 20 }, FAILING] })).toBe(0.96);
    expect(likeness({ evidence: [SLOW] })).toBe(0.81);
    expect(likeness({ evidence: [{ ...SLOW, direction: 'below' }, FAILING] })).toBe(0.78);
    expect(likeness({ hypotheses: [hypothesis({ failureType: 'memory-leak' })] })).toBe(0.7);
    expect(likeness({ changedBefore: [] })).toBe(0.9);
    expect(likeness({ errors: ['defect'] })).toBe(0.9);
  });

  it('knows services that are built alike', () => {
    const other = compareCases(traits(), traits({ serviceIds: [CART] }));
    const unlike = compareCases(traits(), traits({ serviceIds: [CART], kind: 'lambda-alias' }));

    expect(other).toMatchObject({ similarity: 0.93, shared: expect.arrayContaining(['kind-of-service']) });
    expect(unlike.similarity).toBe(0.85);
  });

  it('leaves out what is not known of both', () => {
    const bare = traitsOf(incident({ evidence: {} }), 'ecs-service', undefined);

    expect(compareCases(bare, traits())).toEqual({ similarity: 1, shared: ['service'] });
  });

  it('takes two without a change for alike, and nobody knowing the cause for nothing in common', () => {
    const unknown = [hypothesis({ failureType: 'unexplained', confidence: 0.2 })];

    expect(compareCases(traits({ changedBefore: [] }), traits({ changedBefore: [] })).similarity).toBe(1);
    expect(compareCases(traits(), traits({ hypotheses: unknown })).shared).not.toContain('cause');
  });

  it('is the same both ways, and at most whole', () => {
    const anyTraits = fc
      .record({
        serviceIds: fc.subarray([CART, CHECKOUT], { minLength: 1 }),
        kind: fc.constantFrom('ecs-service', 'lambda-alias'),
        evidence: fc.subarray([SLOW, FAILING, evidence({ indicator: 'cpu', deviation: -3 })]),
        changedBefore: fc.option(fc.subarray(['deployment', 'scaling'] as const), { nil: undefined }),
        hypotheses: fc.option(fc.subarray([hypothesis(), hypothesis({ failureType: 'bad-task' })]), {
          nil: undefined,
        }),
      })
      .map((parts): CaseTraits => ({ ...parts, errors: undefined }));

    fc.assert(
      fc.property(anyTraits, anyTraits, (one, other) => {
        const { similarity } = compareCases(one, other);

        expect(similarity).toBe(compareCases(other, one).similarity);
        expect(similarity).toBeGreaterThanOrEqual(0);
        expect(similarity).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the most similar past incident', () => {
  it('is the one that is most alike', () => {
    const found = findSimilarCase(traits(), [
      past('a', { evidence: [SLOW] }),
      past('b'),
      past('c', { errors: [] }),
    ]);

    expect(found).toMatchObject({ incidentId: 'b', similarity: 1 });
  });

  it('is the latest of equals, then the first by its id', () => {
    const found = findSimilarCase(traits(), [past('c', {}, 2), past('a', {}, 3), past('b', {}, 2)]);

    expect(found?.incidentId).toBe('b');
    expect(findSimilarCase(traits(), [past('b'), past('a')])?.incidentId).toBe('a');
    expect(findSimilarCase(traits(), [past('a'), past('b')])?.incidentId).toBe('a');
  });

  it('is none when nothing is alike enough', () => {
    const foreign = past('a', {
      serviceIds: [CART],
      kind: 'lambda-alias',
      hypotheses: [hypothesis({ failureType: 'memory-leak' })],
    });

    expect(findSimilarCase(traits(), [foreign])).toBeUndefined();
  });

  it('is compared by what its diagnosis kept', () => {
    const kept = diagnosis({
      changedBefore: ['deployment'],
      errors: [
        {
          serviceId: CHECKOUT,
          category: 'timeout',
          severity: 'error',
          message: 'x',
          count: 3,
          usualCount: 0,
        },
      ],
    });

    expect(traitsOf(incident({ evidence: { [CHECKOUT]: [SLOW, FAILING] } }), 'ecs-service', kept)).toEqual(
      traits({ hypotheses: kept.hypotheses }),
    );
  });
});

describe('a past case in words', () => {
  const told = { similarity: 0.82, shared: ['symptoms', 'changes'] } as const;

  it('says when it was, what is alike, and what helped', () => {
    const known: PastCase = { ...past('inc-7').pastCase, ...told };

    expect(describePastCase(known, NOON)).toBe(
      'Looks like inc-7 3 d before (82 % alike: the same symptoms, the same changes before): instance-scaling worked, over after 6 min',
    );
    expect(describePastCase({ ...known, onsetAt: minute(-90) }, NOON)).toContain('inc-7 1.5 h before');
  });

  it('says how each end came about', () => {
    const { end: _end, attempt: _attempt, ...rest } = past('inc-7').pastCase;
    const stories = (['resolved', 'suppressed', 'rolled-back', 'escalated'] as const).map((end) =>
      describeThen({ ...rest, end }),
    );

    expect(stories).toEqual([
      'nothing was done, over after 6 min',
      'nothing was done, it passed after 6 min',
      'nothing was done, and was taken back after 6 min',
      'nothing was done, people took over after 6 min',
    ]);
  });

  it.each(AttemptResult.options)('has words for an attempt that ended %s', (result) => {
    const attempt = { strategy: 'service-restart', result } as const;

    expect(describeThen({ ...past('inc-7').pastCase, attempt })).toMatch(/^service-restart \w+ ?.*, over/);
  });
});
