// What is believed meets the classifier of failure types: who is believed more, who less, and what never happens.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hypothesis } from '#domain/diagnosis/diagnosis.ts';
import { FailureType } from '#domain/diagnosis/failure-type.ts';
import { fuseTypes } from '#domain/diagnosis/fuse-types.ts';
import { REVIEW_BAR } from '#domain/diagnosis/rank-hypotheses.ts';
import { typeSaidOf, voiceOfClassifier } from '#domain/diagnosis/voice-of-classifier.ts';
import type { TypeOpinion } from '#domain/failure-type/type-opinion.ts';
import type { ServiceId } from '#domain/ids.ts';
import { CART, CHECKOUT, hypothesis, NOON } from '../../builders.ts';
import { BANK, observation, shopFacts, WEB } from './history.ts';

const AUTO_BAR = 0.6;

/** An opinion that gives these types these probabilities. */
function opinion(serviceId: ServiceId, shares: Readonly<Partial<Record<FailureType, number>>>): TypeOpinion {
  const given = FailureType.options.map((failureType) => ({ failureType, share: shares[failureType] ?? 0 }));
  return { serviceId, shares: given.toSorted((a, b) => b.share - a.share) };
}

function fuse(hypotheses: readonly Hypothesis[], ...opinions: readonly TypeOpinion[]) {
  return fuseTypes({ hypotheses, opinions, autoBar: AUTO_BAR });
}

describe('fusing what is believed with the classifier of failure types', () => {
  it('is surer of a type that both name', () => {
    const believed = hypothesis({ confidence: 0.8, failureType: 'bad-task' });

    const { hypotheses, typeAccord } = fuse([believed], opinion(CHECKOUT, { 'bad-task': 0.9 }));

    expect(hypotheses[0]?.confidence).toBe(0.818);
    expect(typeAccord).toBe('agree');
  });

  it('is less sure of a type that the classifier takes for another', () => {
    const believed = hypothesis({ confidence: 0.8, failureType: 'bad-task' });

    const { hypotheses, typeAccord } = fuse(
      [believed],
      opinion(CHECKOUT, { 'retry-storm': 0.9, 'bad-task': 0.1 }),
    );

    expect(hypotheses).toEqual([{ ...believed, confidence: 0.736 }]);
    expect(typeAccord).toBe('disagree');
  });

  it('says that the classifier sees nothing that begins there', () => {
    const { typeAccord } = fuse([hypothesis()], opinion(CHECKOUT, { unexplained: 0.9 }));

    expect(typeAccord).toBe('abstains');
  });

  it('suggests a type where the tree has none, below every bar', () => {
    const nothing = hypothesis({ confidence: 0.2, failureType: 'unexplained' });
    const sure = opinion(CHECKOUT, { 'bad-task': 0.9 });

    const { hypotheses, typeAccord } = fuse([nothing], sure);
    const low = fuseTypes({ hypotheses: [nothing], opinions: [sure], autoBar: 0 });

    expect(hypotheses).toEqual([
      { ...nothing, failureType: 'bad-task', confidence: 0.399, isSuggested: true },
    ]);
    expect(typeAccord).toBe('suggests');
    expect(low.hypotheses[0]?.confidence).toBe(0);
  });

  it('suggests nothing that it is not sure of', () => {
    const nothing = hypothesis({ confidence: 0.2, failureType: 'unexplained' });

    expect(fuse([nothing], opinion(CHECKOUT, { 'bad-task': 0.4 })).hypotheses).toEqual([nothing]);
    expect(fuse([nothing], opinion(CHECKOUT, { unexplained: 0.9 })).hypotheses).toEqual([nothing]);
  });

  it('asks of the service that shows the evidence, where the culprit is another', () => {
    const pointer = hypothesis({ serviceId: BANK, seenAt: CHECKOUT, failureType: 'slow-dependency' });

    const { typeAccord } = fuse(
      [pointer],
      opinion(CHECKOUT, { 'slow-dependency': 0.9 }),
      opinion(BANK, { 'bad-task': 0.9 }),
    );

    expect(typeAccord).toBe('agree');
  });

  it('changes nothing where no model spoke', () => {
    const believed = [hypothesis({ confidence: 0.8 }), hypothesis({ serviceId: CART, confidence: 0.5 })];

    expect(fuse(believed)).toEqual({ hypotheses: believed, typeAccord: 'silent' });
    expect(fuse([])).toEqual({ hypotheses: [], typeAccord: 'silent' });
  });
});

const share = fc.double({ min: 0, max: 1, noNaN: true });
const type = fc.constantFrom(...FailureType.options);
const bar = fc.double({ min: 0, max: 1, noNaN: true });
const anyOpinion = fc
  .constantFrom(CHECKOUT, CART, WEB)
  .chain((serviceId) => fc.dictionary(type, share).map((shares) => opinion(serviceId, shares)));
const anyHypothesis = fc.record({
  serviceId: fc.constantFrom(CHECKOUT, CART, WEB),
  failureType: type,
  confidence: share.map((value) => Math.round(value * 1000) / 1000),
});

describe('whatever the classifier says', () => {
  it('carries nothing over a bar, adds nothing, and acts on nothing of its own', () => {
    fc.assert(
      fc.property(fc.array(anyHypothesis), fc.array(anyOpinion), bar, (some, opinions, autoBar) => {
        const before = some.map((each) => hypothesis(each));
        const { hypotheses } = fuseTypes({ hypotheses: before, opinions, autoBar });

        const above = (list: readonly Hypothesis[], least: number) =>
          list.filter(({ confidence }) => confidence >= least).length;
        expect(hypotheses).toHaveLength(before.length);
        for (const least of [REVIEW_BAR, autoBar])
          expect(
            above(
              hypotheses.filter(({ isSuggested }) => !isSuggested),
              least,
            ),
          ).toBeLessThanOrEqual(above(before, least));
        for (const { confidence } of hypotheses.filter(({ isSuggested }) => isSuggested))
          expect(confidence === 0 || confidence < Math.min(REVIEW_BAR, autoBar)).toBe(true);
        for (const { failureType, serviceId, isSuggested } of hypotheses)
          expect(
            isSuggested ||
              before.some((each) => each.serviceId === serviceId && each.failureType === failureType),
          ).toBe(true);
      }),
    );
  });

  it('comes to the same in whatever order the suspects were asked about', () => {
    const unique = fc.uniqueArray(anyOpinion, { selector: ({ serviceId }) => serviceId });
    fc.assert(
      fc.property(fc.array(anyHypothesis), unique, (some, opinions) => {
        const hypotheses = some.map((each) => hypothesis(each));
        const fused = fuseTypes({ hypotheses, opinions, autoBar: AUTO_BAR });

        expect(fuseTypes({ hypotheses, opinions: opinions.toReversed(), autoBar: AUTO_BAR })).toEqual(fused);
      }),
    );
  });
});

describe('the voice of the classifier', () => {
  const facts = shopFacts(observation(CHECKOUT, { 'error-share': 0.3 }));

  it('names a type for each suspect in which it sees one begin, likeliest first', () => {
    const opinions = [
      opinion(WEB, { unexplained: 0.9 }),
      opinion(CART, { 'bad-task': 0.5 }),
      opinion(CHECKOUT, { 'bad-deployment': 0.81234 }),
    ];

    const voice = voiceOfClassifier({ opinions, modelHash: 'abc' }, facts);

    expect(voice).toEqual({
      speaker: 'type-classifier',
      modelHash: 'abc',
      isWeighed: true,
      outcome: 'ranked',
      onsetAt: NOON,
      causes: [
        { serviceId: CHECKOUT, failureType: 'bad-deployment', score: 0.812, evidence: [] },
        { serviceId: CART, failureType: 'bad-task', score: 0.5, evidence: [] },
      ],
    });
    expect(typeSaidOf(hypothesis(), [voice])).toBe('bad-deployment');
    expect(typeSaidOf(hypothesis({ seenAt: CART, serviceId: BANK }), [voice])).toBe('bad-task');
    expect(typeSaidOf(hypothesis({ serviceId: WEB }), [voice])).toBeUndefined();
    expect(typeSaidOf(hypothesis(), [])).toBeUndefined();
  });

  it('says why it was not heard', () => {
    expect(voiceOfClassifier({ opinions: [], problem: 'switched off' }, facts)).toEqual({
      speaker: 'type-classifier',
      problem: 'switched off',
      isWeighed: false,
      outcome: 'no-single-cause',
      causes: [],
    });
  });

  it('knows no onset of a service that was not observed', () => {
    const voice = voiceOfClassifier({ opinions: [opinion(BANK, { 'bad-task': 1 })] }, new Map());

    expect(voice).not.toHaveProperty('onsetAt');
  });
});
