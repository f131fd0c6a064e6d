import { describe, expect, it } from 'vitest';
import type { IncidentPicture } from '#domain/cause/component.ts';
import { prepareRanking, priorLogits, rankCauses } from '#domain/cause/rank-causes.ts';
import { Instant } from '#domain/ids.ts';
import { makePicture, minuteOf, ONSET, SLOW_STORE, sinceOnset } from './picture.ts';

function rank(picture: IncidentPicture, at: Instant = ONSET) {
  const work = prepareRanking(picture, at);
  return rankCauses(work, priorLogits(work));
}

function rankAtOwnOnset(picture: IncidentPicture) {
  const work = prepareRanking(picture);
  return rankCauses(work, priorLogits(work));
}

const topOf = (picture: IncidentPicture) => rank(picture).causes[0]?.component;

describe('ranking causes', () => {
  it('blames what is called rather than those that wait for it', () => {
    const { outcome, causes } = rank(makePicture(SLOW_STORE));

    expect(outcome).toBe('ranked');
    expect(causes[0]?.component).toBe('store');
    expect(causes[0]?.evidence[0]).toMatchObject({
      component: 'store',
      metric: 'latency',
      statistic: 'Average',
    });
  });

  it('blames a component whose own processor is hot', () => {
    const picture = makePicture({
      changes: {
        cart: { latency: sinceOnset((value) => value * 4), cpu: sinceOnset(() => 97) },
        web: { latency: sinceOnset((value) => value + 0.15) },
      },
      more: { cart: [{ metric: 'cpu', level: 30 }], store: [{ metric: 'cpu', level: 20 }] },
    });

    expect(topOf(picture)).toBe('cart');
  });

  it('blames what fails, not its callers, nor what is called only since the failure', () => {
    const picture = makePicture(
      {
        changes: {
          cart: {
            availability: sinceOnset((value) => value - 30),
            latency: sinceOnset((value) => value * 1.3),
          },
          web: { availability: sinceOnset((value) => value - 15) },
          archive: { requests: sinceOnset(() => 40), latency: sinceOnset(() => 1) },
        },
        more: {
          archive: [
            { metric: 'requests', statistic: 'Sum', level: 0 },
            { metric: 'latency', level: 0.1 },
          ],
        },
      },
      {
        calls: new Map([
          ['web', ['cart', 'search']],
          ['cart', ['store', 'archive']],
        ]),
        symptom: { component: 'web', metric: 'availability' },
      },
    );

    expect(topOf(picture)).toBe('cart');
  });

  it('blames what callers wait for when a network delays it', () => {
    const waits = (level: number) => [
      { metric: 'PodClientLatencyP90(s)', level },
      { metric: 'PodClientLatencyP95(s)', level: level * 1.2 },
    ];
    const picture = makePicture({
      changes: {
        cart: {
          'PodClientLatencyP90(s)': sinceOnset((value) => value + 0.4),
          'PodClientLatencyP95(s)': sinceOnset((value) => value + 0.4),
          latency: sinceOnset((value) => value + 0.4),
        },
      },
      more: { web: waits(0.1), cart: waits(0.02), store: waits(0.01) },
    });

    const [best] = rank(picture).causes;

    expect(best?.component).toBe('store');
    expect(best?.evidence).toContainEqual(
      expect.objectContaining({ component: 'cart', metric: 'PodClientLatencyP90(s)' }),
    );
  });

  it('blames what its callers cannot reach', () => {
    const picture = makePicture({
      changes: {
        search: { requests: sinceOnset((value) => value * 0.1) },
        web: { availability: sinceOnset((value) => value - 40) },
      },
    });

    expect(topOf(picture)).toBe('search');
  });

  it('blames the door through which too much comes, not those behind it', () => {
    const triple = sinceOnset((value: number) => value * 3);
    const picture = makePicture({
      changes: {
        web: { requests: triple, latency: triple },
        cart: { requests: triple, latency: triple },
        store: { requests: triple, latency: triple },
      },
    });

    expect(topOf(picture)).toBe('web');
  });

  it('prefers the view from within to the view from outside', () => {
    const slower = sinceOnset((value: number) => value + 0.2);
    const picture = makePicture(
      {
        changes: {
          search: { latency: slower },
          'search.lb_remote': { latency: slower },
          web: { latency: slower },
        },
        more: {
          'search.lb_remote': [
            { metric: 'latency', level: 0.05 },
            { metric: 'requests', statistic: 'Sum', level: 500 },
          ],
        },
      },
      { calls: new Map([['web', ['search', 'search.lb_remote']]]) },
    );

    expect(topOf(picture)).toBe('search');
  });

  it('says that there is no single cause in normal life, and names candidates all the same', () => {
    const { outcome, causes } = rank(makePicture());

    expect(outcome).toBe('no-single-cause');
    expect(causes).toHaveLength(4);
  });

  it('gives probabilities that leave room for no single cause', () => {
    const { causes } = rank(makePicture(SLOW_STORE));
    const total = causes.reduce((sum, { score }) => sum + score, 0);

    expect(total).toBeLessThan(1);
    expect(total).toBeGreaterThan(0.9);
  });

  it('finds the onset by itself', () => {
    const { onsetAt, causes } = rankAtOwnOnset(makePicture(SLOW_STORE));

    expect(Math.abs(onsetAt - ONSET)).toBeLessThanOrEqual(60_000);
    expect(causes[0]?.component).toBe('store');
  });

  it('draws in favour of the stronger prior, then of the alphabet', () => {
    const work = prepareRanking(makePicture(SLOW_STORE), ONSET);

    const equal = rankCauses(work, { components: work.signs.map(() => 1), none: 0 });
    const flat = prepareRanking(makePicture({}, { components: [] }), ONSET);

    expect(equal.causes[0]?.component).toBe('store');
    expect(rankCauses(flat, priorLogits(flat))).toMatchObject({ outcome: 'no-single-cause', causes: [] });
  });

  it('puts equal components in the order of the alphabet whatever order they came in', () => {
    const twins = ['b', 'a', 'c'].map((name) => ({
      name,
      measures: makePicture().components[0]?.measures ?? [],
    }));
    const work = prepareRanking(makePicture({}, { components: twins, calls: new Map() }), ONSET);

    const { causes } = rankCauses(work, priorLogits(work));

    expect(causes.map(({ component }) => component)).toEqual(['a', 'b', 'c']);
  });

  it('has an answer where nothing was measured at all', () => {
    const picture = makePicture({}, { components: [{ name: 'web', measures: [] }] });

    expect(rankAtOwnOnset(picture)).toEqual({
      outcome: 'no-single-cause',
      onsetAt: Instant.parse(0),
      causes: [],
    });
  });

  it('leaves out components of which the model says nothing', () => {
    const work = prepareRanking(makePicture(SLOW_STORE), ONSET);

    expect(rankCauses(work, { components: [1], none: 0 }).causes).toHaveLength(1);
  });

  it('leaves out components of which nothing is seen since the onset', () => {
    const gone = sinceOnset(() => undefined);
    const picture = makePicture({
      changes: { search: { latency: gone, availability: gone, requests: gone } },
    });

    expect(rank(picture).causes.map(({ component }) => component)).not.toContain('search');
  });

  it('suspects what was changed just before rather than what was not', () => {
    const both = { changes: SLOW_STORE.changes ?? {} };
    const changes = [{ component: 'store', at: ONSET, summary: 'version 12' }];

    const [without] = rank(makePicture(both)).causes;
    const [withChange] = rank(makePicture(both, { changes })).causes;

    expect(withChange?.score).toBeGreaterThan(without?.score ?? 1);
  });

  it('answers the same whatever the names are', () => {
    const picture = makePicture(SLOW_STORE);
    const rename = (name: string) => `x-${name}`;
    const renamed: IncidentPicture = {
      ...picture,
      components: picture.components.map((each) => ({ ...each, name: rename(each.name) })),
      calls: new Map([...picture.calls].map(([caller, callees]) => [rename(caller), callees.map(rename)])),
      symptom: { component: 'x-web' },
    };

    expect(rank(renamed).causes.map(({ score }) => score)).toEqual(
      rank(picture).causes.map(({ score }) => score),
    );
  });

  it('looks at what came soon after the onset only', () => {
    const late = (value: number, minute: number) => (minute >= 29 ? value * 50 : value);
    const picture = makePicture({ changes: { search: { latency: late } } });

    expect(rank(picture, minuteOf(15)).outcome).toBe('no-single-cause');
  });
});
