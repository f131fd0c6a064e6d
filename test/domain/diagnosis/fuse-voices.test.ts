// Two ways of looking at an incident become one: who is believed more, who less, and what never happens.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CauseRanking } from '#domain/cause/rank-causes.ts';
import type { Hypothesis } from '#domain/diagnosis/diagnosis.ts';
import { fuseVoices } from '#domain/diagnosis/fuse-voices.ts';
import { REVIEW_BAR } from '#domain/diagnosis/rank-hypotheses.ts';
import { CART, CHECKOUT, hypothesis, NOON } from '../../builders.ts';
import { BANK, SHOP, WEB } from './history.ts';

const AUTO_BAR = 0.6;

/** A ranking of these services with these probabilities. */
function ranking(scores: Readonly<Record<string, number>>, outcome: CauseRanking['outcome'] = 'ranked') {
  const causes = Object.entries(scores).map(([component, score]) => ({ component, score, evidence: [] }));
  return { outcome, onsetAt: NOON, causes: causes.toSorted((a, b) => b.score - a.score) };
}

function fuse(hypotheses: readonly Hypothesis[], ranked: CauseRanking) {
  return fuseVoices({ hypotheses, ranking: ranked, services: SHOP, autoBar: AUTO_BAR });
}

describe('fusing the voices of a diagnosis', () => {
  it('is surer of a cause that both name', () => {
    const { hypotheses, accord } = fuse([hypothesis({ confidence: 0.8 })], ranking({ [CHECKOUT]: 0.9 }));

    expect(hypotheses[0]?.confidence).toBe(0.818);
    expect(accord).toBe('agree');
  });

  it('is less sure of a cause that the ranking sees elsewhere', () => {
    const { hypotheses, accord } = fuse(
      [hypothesis({ confidence: 0.8, failureType: 'bad-task' })],
      ranking({ [CART]: 0.9 }),
    );

    expect(hypotheses[0]?.confidence).toBe(0.72);
    expect(accord).toBe('disagree');
  });

  it('leaves a shortage its confidence where the load comes from elsewhere: that is where it can be remedied', () => {
    const { hypotheses, accord } = fuse([hypothesis({ confidence: 0.9 })], ranking({ [CART]: 0.9 }));

    expect(hypotheses[0]).toMatchObject({ failureType: 'capacity-shortage', confidence: 0.9 });
    expect(accord).toBe('disagree');
  });

  it('puts the service first that the ranking points at, where the tree sees little between them', () => {
    const web = hypothesis({ serviceId: WEB, failureType: 'dependency-down', confidence: 0.42 });
    const cart = hypothesis({ serviceId: CART, failureType: 'slow-dependency', confidence: 0.39 });

    const { hypotheses, accord } = fuse([web, cart], ranking({ [CART]: 0.7, [WEB]: 0.05 }));

    expect(hypotheses.map(({ serviceId }) => serviceId)).toEqual([CART, WEB]);
    expect(accord).toBe('agree');
  });

  it('says when nobody is sure enough, and whether the ranking knows more', () => {
    const unsure = [hypothesis({ confidence: 0.2, failureType: 'unexplained' })];

    expect(fuse(unsure, ranking({ [CART]: 0.9 })).accord).toBe('disagree');
    expect(fuse([], ranking({ [CART]: 0.9 })).accord).toBe('disagree');
    expect(fuse(unsure, ranking({}, 'no-single-cause')).accord).toBe('neither');
    expect(fuse([], ranking({}, 'no-single-cause')).accord).toBe('neither');
  });

  it('changes nothing when the ranking sees no single cause', () => {
    const believed = [hypothesis({ confidence: 0.8 })];

    const fused = fuse(believed, ranking({ [CART]: 0.1 }, 'no-single-cause'));

    expect(fused).toEqual({ hypotheses: believed, accord: 'abstains' });
  });

  it('does not listen where the tree saw a slow climb, which a ranking of what moved at once cannot see', () => {
    const leak = hypothesis({ failureType: 'memory-leak', confidence: 0.85, isOwn: true });

    expect(fuse([leak], ranking({ [CART]: 0.9 }))).toEqual({ hypotheses: [leak], accord: 'apart' });
    expect(fuse([leak], ranking({ [CHECKOUT]: 0.9 }))).toEqual({ hypotheses: [leak], accord: 'agree' });
  });

  it('takes the callers of what nothing is measured of for it', () => {
    const atBank = hypothesis({ serviceId: BANK, failureType: 'slow-dependency', confidence: 0.7 });

    const { hypotheses, accord } = fuse([atBank], ranking({ [CHECKOUT]: 0.8, [CART]: 0.1 }));

    expect(hypotheses[0]?.confidence).toBe(0.724);
    expect(accord).toBe('agree');
  });

  it('does not become surer of what nobody can explain', () => {
    const unexplained = hypothesis({ confidence: 0.2, failureType: 'unexplained' });

    expect(fuse([unexplained], ranking({ [CHECKOUT]: 1 })).hypotheses).toEqual([unexplained]);
  });

  it('stops short of the bars of review and of acting alone', () => {
    const confidenceOf = (confidence: number) =>
      fuse([hypothesis({ confidence })], ranking({ [CHECKOUT]: 1 })).hypotheses[0]?.confidence;

    expect(confidenceOf(0.39)).toBe(0.399);
    expect(confidenceOf(0.58)).toBe(0.599);
  });

  const anyHypotheses = fc.array(
    fc.record({
      confidence: fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000),
      serviceId: fc.constantFrom(CART, CHECKOUT, WEB, BANK),
      failureType: fc.constantFrom('bad-deployment', 'capacity-shortage', 'unexplained', 'memory-leak'),
      isOwn: fc.boolean(),
    }),
    { maxLength: 5 },
  );
  const anyRanking = fc
    .record({
      [CART]: fc.double({ min: 0, max: 1, noNaN: true }),
      [CHECKOUT]: fc.double({ min: 0, max: 1, noNaN: true }),
      outcome: fc.constantFrom('ranked', 'no-single-cause'),
    })
    .map(({ outcome, ...scores }) => ranking(scores as Record<string, number>, outcome as 'ranked'));

  it('reorders what the tree said, invents nothing, and carries nothing over a bar', () => {
    fc.assert(
      fc.property(anyHypotheses, anyRanking, (parts, ranked) => {
        const before = parts.map((part, index) =>
          hypothesis({ ...(part as Partial<Hypothesis>), path: [`${index}`] }),
        );

        const { hypotheses: after } = fuse(before, ranked);

        const confidences = after.map(({ confidence }) => confidence);
        expect(saidBy(after)).toEqual(saidBy(before));
        expect(confidences).toEqual(confidences.toSorted((a, b) => b - a));
        for (const one of after) {
          const own = before.find(({ path }) => path[0] === one.path[0]);
          for (const bar of [REVIEW_BAR, AUTO_BAR])
            expect(one.confidence >= bar && (own?.confidence ?? 0) < bar).toBe(false);
        }
      }),
    );
  });
});

/** All but the confidence, in any order. */
function saidBy(all: readonly Hypothesis[]): readonly string[] {
  return all.map(({ confidence: _confidence, ...rest }) => JSON.stringify(rest)).toSorted();
}
