// How rare a value is said to be, and when nothing is said.

import { describe, expect, it } from 'vitest';
import { addRarity, type RarityGround, rarityOf } from '#domain/anomaly/rarity.ts';
import { closeHours, createHourlyMemory } from '#domain/baseline/hourly-memory.ts';
import { secondsAfter } from '#domain/ids.ts';
import { anomaly, evidence, NOON } from '../../builders.ts';

const HOUR_SECONDS = 3600;

/** A series around level 10 that has lived through some hours, none further from it than told, and some minutes. */
function ground(
  hours: number,
  peakOf: (hoursBack: number) => number = () => 2,
  recent: number[] = [],
): RarityGround {
  let memory = createHourlyMemory(secondsAfter(NOON, -hours * HOUR_SECONDS));
  for (let back = hours; back > 0; back--)
    memory = closeHours(memory, { median: 10, peak: peakOf(back) }, memory.openHour + 1);
  return { lastAt: NOON, level: 10, recent, memory };
}

const HIGH = { at: NOON, value: 20, direction: 'above' } as const;

describe('the rarity of a value', () => {
  it('is told against the furthest of each hour of the last week, and of this hour of each day', () => {
    const usual = rarityOf(ground(300), HIGH);
    const daily = rarityOf(
      ground(168, (back) => (back === 24 || back === 25 ? 15 : 2)),
      HIGH,
    );

    expect(usual).toEqual({
      span: 'hours',
      seen: 168,
      asFar: 0,
      words:
        'further from its level than in any of the last 168 hours, and than at this hour on any of the last 7 days',
    });
    expect(daily).toMatchObject({
      asFar: 2,
      words:
        'further from its level than in 98.8 % of the last 168 hours, and than at this hour on 85.7 % of the last 7 days',
    });
  });

  it('says nothing of this hour before it was seen on two days', () => {
    expect(rarityOf(ground(30), HIGH)?.words).toBe('further from its level than in any of the last 30 hours');
  });

  it('is told against the minutes before where there was no day yet, without those that may be of the same trouble', () => {
    const recent = [...new Array<number>(99).fill(10), 25, ...new Array<number>(15).fill(20)];

    expect(rarityOf(ground(3, undefined, recent), HIGH)).toEqual({
      span: 'minutes',
      seen: 100,
      asFar: 1,
      words: 'higher than in 99 % of 100 minutes before',
    });
    expect(rarityOf(ground(3, undefined, recent), { ...HIGH, value: 5, direction: 'below' })?.words).toBe(
      'lower than in any of 100 minutes before',
    );
  });

  it('is not told where too little was seen, or later minutes are in already', () => {
    const few = ground(3, undefined, new Array<number>(60).fill(10));
    const later = { ...ground(3, undefined, new Array<number>(99).fill(10)), lastAt: secondsAfter(NOON, 60) };

    expect(rarityOf(few, HIGH)).toBeUndefined();
    expect(rarityOf(later, HIGH)).toBeUndefined();
  });

  it('goes with each piece of evidence of which a series is remembered', () => {
    const found = anomaly({
      evidence: [evidence({ indicator: 'error-share', value: 20 }), evidence({ indicator: 'cpu' })],
    });
    const young = anomaly({ evidence: [evidence({ indicator: 'error-share' })] });

    const { evidence: told } = addRarity(found, { 'error-share': ground(30) });

    expect(told.map(({ rarity }) => rarity?.seen)).toEqual([30, undefined]);
    expect(addRarity(young, { 'error-share': ground(3) })).toEqual(young);
  });
});
