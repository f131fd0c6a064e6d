// What each voice of a diagnosis is remembered with.

import { describe, expect, it } from 'vitest';
import { findCauses } from '#application/find-causes.ts';
import { indicatorOf, pictureOf } from '#domain/diagnosis/incident-picture.ts';
import { rankHypotheses } from '#domain/diagnosis/rank-hypotheses.ts';
import { voiceOfRanking, voiceOfTree } from '#domain/diagnosis/voices.ts';
import { CART, CHECKOUT, change, evidence, healthRecord, incident, minute, NOON } from '../../builders.ts';
import { BANK, minutes, observation, SHOP, shopFacts, USUAL, WEB } from './history.ts';

const SLOW = { 'latency-p50': 0.4, 'latency-p99': 2 };
const OPENED = incident({
  onsetAt: NOON,
  evidence: { [CHECKOUT]: [evidence({ indicator: 'latency-p99', value: 2 })] },
});
const OBSERVED = [
  observation(WEB, { 'latency-p99': 2.1 }),
  observation(CHECKOUT, SLOW, {
    changes: [change({ at: minute(-3) }), change({ at: minute(-2), by: 'fleetmedic' })],
  }),
  observation(CART, undefined),
  observation(BANK, undefined, { health: [] }),
];

describe('the picture that a ranking is made from', () => {
  it('holds the services of which something is measured, who calls whom, the symptom and what others changed', () => {
    const picture = pictureOf(OPENED, OBSERVED, SHOP);

    expect(picture.components.map(({ name }) => name)).toEqual([WEB, CHECKOUT, CART]);
    expect(picture.calls.get(CHECKOUT)).toEqual([CART, BANK]);
    expect(picture.symptom).toEqual({ component: CHECKOUT, metric: 'latency', statistic: 'p99' });
    expect(picture.changes).toEqual([
      { component: CHECKOUT, at: minute(-3), summary: 'checkout:41 was deployed' },
    ]);
  });

  it('takes minutes that may be touched already for no part of normal life', () => {
    const { components } = pictureOf(OPENED, OBSERVED, SHOP);
    const latency = components[1]?.measures.find(({ statistic }) => statistic === 'p99');

    expect(latency?.normal.stamps.at(-1)).toBe(minute(-4));
    expect(latency?.seen.stamps[0]).toBe(minute(-20));
    expect(latency?.seen.values[25]).toBe(2);
  });

  it('leaves minutes without a record unknown, on the same grid for all', () => {
    const gappy = observation(CHECKOUT, SLOW, {
      health: [
        ...minutes(CHECKOUT, -60, -1, () => USUAL),
        healthRecord({ at: minute(1), indicators: { throughput: 50 } }),
      ],
    });

    const { components } = pictureOf(OPENED, [gappy], SHOP);
    const traffic = components[0]?.measures.find(({ metric }) => metric === 'throughput');

    expect(traffic?.seen.values.slice(18, 23)).toEqual([6000, undefined, undefined, 3000, undefined]);
  });

  it('has a symptom without a metric where a person asked and nothing was seen', () => {
    const { symptom } = pictureOf({ ...OPENED, evidence: {} }, OBSERVED, SHOP);

    expect(symptom).toEqual({ component: CHECKOUT });
  });

  it('knows which indicator a measure was made of', () => {
    expect(indicatorOf('throughput', 'Sum')).toEqual({ indicator: 'throughput', factor: 60 });
    expect(indicatorOf('unheard-of', 'Sum')).toEqual({ indicator: 'value', factor: 1 });
  });
});

describe('the voice of the tree', () => {
  it('names its first hypotheses, and when the first service fell ill', () => {
    const facts = shopFacts(observation(CART, { 'healthy-share': 0.5 }), observation(WEB, SLOW));

    const voice = voiceOfTree(
      rankHypotheses({ all: facts, suspects: new Set([WEB, CHECKOUT, CART]) }),
      facts,
    );

    expect(voice).toMatchObject({
      speaker: 'decision-tree',
      isWeighed: true,
      outcome: 'ranked',
      onsetAt: NOON,
      causes: [{ serviceId: CART, failureType: 'bad-task', score: 0.8 }, {}],
    });
  });

  it('is silent without a hypothesis', () => {
    expect(voiceOfTree([], new Map())).toEqual({
      speaker: 'decision-tree',
      isWeighed: true,
      outcome: 'no-single-cause',
      causes: [],
    });
  });
});

describe('the voice of the ranking', () => {
  it('names who made it, its causes, and the reasons in units of the indicators', async () => {
    const busy = observation(CHECKOUT, { ...SLOW, throughput: 300 });
    const { ranking } = await findCauses(undefined, pictureOf(OPENED, [busy], SHOP), NOON);

    const voice = voiceOfRanking({ ranking, modelHash: 'abc' });

    expect(voice).toMatchObject({
      speaker: 'cause-ranking',
      modelHash: 'abc',
      isWeighed: true,
      outcome: 'ranked',
      onsetAt: NOON,
    });
    expect(voice.causes[0]?.evidence).toContainEqual(
      expect.objectContaining({ indicator: 'throughput', expected: 100, seen: 300, since: NOON }),
    );
  });

  it('is shown and not weighed where first principles ranked, with the reason', () => {
    const ranking = { outcome: 'no-single-cause', onsetAt: NOON, causes: [] } as const;

    expect(voiceOfRanking({ ranking, problem: 'the model is not loaded' })).toEqual({
      speaker: 'cause-ranking',
      problem: 'the model is not loaded',
      isWeighed: false,
      outcome: 'no-single-cause',
      causes: [],
    });
  });
});
