import { describe, expect, it } from 'vitest';
import { divideAt, furthestLevel, levelBefore, stepSpans } from '#domain/cause/step.ts';
import type { Instant } from '#domain/ids.ts';
import { minuteOf } from './picture.ts';

const spans = stepSpans(60);
const course = (...values: (number | undefined)[]) => ({
  stamps: values.map((_value, minute) => minuteOf(minute)),
  values,
});

describe('the spans that are looked at', () => {
  it('are minutes where points are a minute apart, and a few points where they are further', () => {
    expect(stepSpans(60)).toEqual({ before: 15, sustained: 3, after: 6 });
    expect(stepSpans(300)).toEqual({ before: 3, sustained: 2, after: 3 });
    expect(stepSpans(3600)).toEqual({ before: 1, sustained: 2, after: 3 });
  });
});

describe('the division of a course at an onset', () => {
  const stamps = [0, 1, 2, 3, 4].map(minuteOf);
  const context = { periodSeconds: 60, spans };

  it('counts the point of the period in which the onset lies to what came after', () => {
    const onset = (minuteOf(2) + 30_000) as Instant;

    expect(divideAt(stamps, onset, context)).toEqual({ before: 2, from: 2, to: 5 });
  });

  it('leaves nothing after an onset that lies behind the last point', () => {
    expect(divideAt(stamps, minuteOf(60), context)).toEqual({ before: 5, from: 5, to: 5 });
  });
});

describe('the level before a point', () => {
  it('is the quartile on the harmless side, because the last bout of trouble is not normal', () => {
    const values = course(1, 1, 1, 9, 9, 9, 9, 1, 5);

    expect(levelBefore(values, 8, { spans, harm: 'up' })).toBe(1);
    expect(levelBefore(values, 8, { spans, harm: 'down' })).toBe(9);
  });

  it('is unknown where nothing was measured', () => {
    expect(levelBefore(course(undefined, undefined, 3), 2, { spans, harm: 'both' })).toBeUndefined();
  });
});

describe('the furthest level', () => {
  const at = { reference: 1, spans };

  it('is one that lasted: a spike of one point is none', () => {
    expect(furthestLevel(course(1, 50, 1, 1, 4, 4, 4), { from: 0, to: 7 }, at)).toEqual({
      value: 4,
      index: 3,
    });
  });

  it('needs two known points', () => {
    expect(furthestLevel(course(7, undefined, undefined), { from: 0, to: 3 }, at)).toBeUndefined();
  });
});
