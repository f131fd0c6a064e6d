import { describe, expect, it } from 'vitest';
import type { IncidentPicture } from '#domain/cause/component.ts';
import { type ComponentEvidence, gatherEvidence, profileComponents } from '#domain/cause/evidence.ts';
import { setScene } from '#domain/cause/scene.ts';
import { blameForWaits } from '#domain/cause/waiting.ts';
import { makePicture, ONSET, PERIOD_SECONDS, type Scenario, sinceOnset } from './picture.ts';

const WAITS = [90, 95, 99].map((percentile) => ({
  metric: 'client-latency',
  statistic: `p${percentile}`,
  level: percentile / 1000,
}));

function blame(scenario: Scenario) {
  const picture = makePicture(scenario);
  const evidence = gatherEvidence(profileComponents(picture), ONSET, PERIOD_SECONDS);
  return blameByName(picture, evidence);
}

function blameByName({ calls }: IncidentPicture, evidence: readonly ComponentEvidence[]) {
  const blames = blameForWaits(setScene(evidence, calls, 'web'));
  return new Map(evidence.map(({ name }, index) => [name, blames[index]]));
}

describe('blame for waits', () => {
  it('falls on what the waiting ones call', () => {
    const found = blame({
      changes: { cart: { 'client-latency': sinceOnset((value) => value + 1) } },
      more: { cart: WAITS, web: WAITS },
    });

    expect(found.get('store')).toBeGreaterThan(10);
    expect(found.get('search')).toBeLessThan(0.1);
    expect(found.get('web')).toBe(0);
  });

  it('is taken off where something called is slow by itself', () => {
    const found = blame({
      changes: {
        cart: { 'client-latency': sinceOnset((value) => value + 1) },
        store: { latency: sinceOnset((value) => value + 1) },
      },
      more: { cart: WAITS },
    });

    expect(found.get('store')).toBe(0);
  });

  it('fits the part of the calls that waits: a rare callee cannot slow every tenth request', () => {
    const found = blame({
      changes: { web: { 'client-latency': sinceOnset((value) => value + 1) } },
      more: {
        web: WAITS,
        search: [{ metric: 'client-latency', statistic: 'p90', level: 0.01 }],
      },
    });

    expect(found.get('search')).toBeGreaterThan(0);
    expect(found.get('cart')).toBeGreaterThan(0);
  });

  it('needs no traffic to be measured', () => {
    const picture = makePicture(
      {
        changes: { caller: { 'client-latency': sinceOnset((value) => value + 1) } },
        more: {
          caller: [...WAITS, { metric: 'client-duration', level: 0.1 }],
          callee: [{ metric: 'latency', level: 0.1 }],
        },
      },
      { calls: new Map([['caller', ['callee']]]) },
    );
    const evidence = gatherEvidence(profileComponents(picture), ONSET, PERIOD_SECONDS);

    const found = blameByName(picture, evidence);

    expect(found.get('callee')).toBeGreaterThan(5);
  });
});
