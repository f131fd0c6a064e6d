import { describe, expect, it } from 'vitest';
import { priorScore } from '#domain/cause/prior-score.ts';
import { prepareRanking } from '#domain/cause/rank-causes.ts';
import { RANKING_FEATURE_NAMES, rankingFeatures, rankingRow } from '#domain/cause/ranking-features.ts';
import { makePicture, ONSET, SLOW_STORE } from './picture.ts';

const { signs } = prepareRanking(makePicture(SLOW_STORE), ONSET);

describe('the features of the ranker', () => {
  it('are finite, and in the order of their names', () => {
    for (const each of signs) {
      const row = rankingRow(each);

      expect(row).toHaveLength(RANKING_FEATURE_NAMES.length);
      expect(row.every(Number.isFinite)).toBe(true);
      expect(row[RANKING_FEATURE_NAMES.indexOf('isOnPath')]).toBe(rankingFeatures(each).isOnPath);
    }
  });

  it('speak for a component the more there is of each', () => {
    const [first] = signs;
    const weaker = first && { ...first, isOutsideView: 1, isNewlyCalled: 1, lag: 1, calleeLatency: 1 };

    const [strong, weak] = [first && rankingFeatures(first), weaker && rankingFeatures(weaker)];

    for (const name of RANKING_FEATURE_NAMES) expect(weak?.[name]).toBeLessThanOrEqual(strong?.[name] ?? 0);
  });

  it('rest on a prior that complaints of another kind weaken', () => {
    const [first] = signs.toSorted((a, b) => priorScore(b) - priorScore(a));
    const slow = first && { ...first, symptomIsErrors: 1 };
    const failing = first && { ...first, latency: 0, errors: 1, failingVolume: 1, symptomIsLatency: 1 };

    expect(slow && priorScore(slow)).toBeLessThan(first ? priorScore(first) : 0);
    expect(failing && priorScore(failing)).toBeLessThan(
      failing ? priorScore({ ...failing, symptomIsLatency: 0 }) : 0,
    );
    expect(first && priorScore({ ...first, isOnPath: 0 })).toBeLessThan(first ? priorScore(first) : 0);
  });
});
