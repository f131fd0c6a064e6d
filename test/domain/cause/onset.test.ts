import { describe, expect, it } from 'vitest';
import { profileComponents } from '#domain/cause/evidence.ts';
import { estimateOnset } from '#domain/cause/onset.ts';
import { makePicture, minuteOf, ONSET, SLOW_STORE } from './picture.ts';

describe('the estimated onset', () => {
  it('is where most changes together', () => {
    const picture = makePicture(SLOW_STORE);

    const found = estimateOnset(picture, profileComponents(picture));

    expect(Math.abs((found ?? 0) - ONSET)).toBeLessThanOrEqual(60_000);
  });

  it('listens to the metric of the symptom first', () => {
    const early = (value: number, minute: number) => (minute >= 8 && minute < 12 ? value * 3 : value);
    const late = (value: number, minute: number) => (minute >= 22 ? value - 30 : value);
    const picture = makePicture(
      { changes: { search: { latency: early }, web: { availability: late } } },
      { symptom: { component: 'web', metric: 'availability' } },
    );

    const found = estimateOnset(picture, profileComponents(picture));

    expect(Math.abs((found ?? 0) - minuteOf(22))).toBeLessThanOrEqual(60_000);
  });

  it('hears the others where the symptom names nothing that is measured, or there is none', () => {
    const { symptom: _symptom, ...without } = makePicture(SLOW_STORE);
    const strange = makePicture(SLOW_STORE, { symptom: { component: 'web', metric: 'mood' } });

    for (const picture of [without, strange]) {
      const found = estimateOnset(picture, profileComponents(picture));

      expect(Math.abs((found ?? 0) - ONSET)).toBeLessThanOrEqual(60_000);
    }
  });

  it('is unknown where no moment is seen', () => {
    const picture = makePicture({}, { components: [] });

    expect(estimateOnset(picture, [])).toBeUndefined();
  });
});
