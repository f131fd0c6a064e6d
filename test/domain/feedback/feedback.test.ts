import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_DETECTION_SETTINGS } from '#domain/detection/settings.ts';
import { FeedbackVerdict } from '#domain/feedback/feedback.ts';
import { labelOf } from '#domain/feedback/label.ts';
import { TOLERANCE_SECONDS, tolerancesOf, tolerate } from '#domain/feedback/tolerance.ts';
import { at, attempt, CART, CHECKOUT, feedback, NOON, outcome } from '../../builders.ts';

describe('the label of an incident', () => {
  it.each([
    ['useful', 'trouble'],
    ['wrong-cause', 'trouble'],
    ['false-alarm', 'no-trouble'],
  ] as const)('is, when people say %s, %s', (verdict, label) => {
    expect(labelOf(outcome(), feedback({ verdict }))).toBe(label);
  });

  it('is trouble when a remedy was seen to work', () => {
    expect(labelOf(outcome({ attempts: [attempt({ result: 'recovered' })] }), undefined)).toBe('trouble');
  });

  it.each([
    ['nothing is known', undefined],
    ['it went away by itself', outcome({ attempts: [] })],
    ['nothing helped', outcome({ attempts: [attempt({ result: 'worse' })] })],
    ['nothing was changed', outcome({ attempts: [attempt({ mutated: false })] })],
  ])('is unknown when %s', (_case, ended) => {
    expect(labelOf(ended, undefined)).toBe('unknown');
  });
});

describe('the tolerance of an indicator', () => {
  const said = (verdict: FeedbackVerdict, times: number) =>
    Array.from({ length: times }, () => feedback({ verdict }));

  it('grows a little with each false alarm', () => {
    expect(tolerancesOf(said('false-alarm', 2), CHECKOUT, NOON)).toEqual({ 'error-share': 1.2 });
  });

  it('shrinks a little with each useful one', () => {
    expect(tolerancesOf(said('useful', 1), CHECKOUT, NOON)).toEqual({ 'error-share': 0.9 });
  });

  it('is not moved by a wrong cause, nor by as many words for as against', () => {
    const judgements = [...said('wrong-cause', 3), ...said('useful', 2), ...said('false-alarm', 2)];

    expect(tolerancesOf(judgements, CHECKOUT, NOON)).toEqual({});
  });

  it('is of one indicator of one service, for a month', () => {
    const { indicator: _, ...unled } = feedback();
    const judgements = [feedback({ serviceId: CART }), feedback({ at: at(-TOLERANCE_SECONDS - 1) }), unled];

    expect(tolerancesOf(judgements, CHECKOUT, NOON)).toEqual({});
    expect(tolerancesOf(judgements, CART, NOON)).toEqual({ 'error-share': 1.1 });
  });

  it('never leaves its limits, whatever people say', () => {
    const verdicts = fc.array(fc.constantFrom(...FeedbackVerdict.options), { maxLength: 60 });
    fc.assert(
      fc.property(verdicts, (list) => {
        const judgements = list.map((verdict) => feedback({ verdict }));
        const factor = tolerancesOf(judgements, CHECKOUT, NOON)['error-share'] ?? 1;
        expect(factor).toBeGreaterThanOrEqual(0.8);
        expect(factor).toBeLessThanOrEqual(1.5);
      }),
    );
  });

  it('moves the band and the bar of the model, and leaves failed checks and limits ahead as they are', () => {
    const moved = tolerate(DEFAULT_DETECTION_SETTINGS, 1.5);

    expect(moved.bands.width).toBe(DEFAULT_DETECTION_SETTINGS.bands.width * 1.5);
    expect(moved.model.bar).toBeCloseTo(DEFAULT_DETECTION_SETTINGS.model.bar * 1.5);
    expect(moved.failures).toBe(DEFAULT_DETECTION_SETTINGS.failures);
    expect(moved.trends).toBe(DEFAULT_DETECTION_SETTINGS.trends);
    expect(tolerate(DEFAULT_DETECTION_SETTINGS, undefined)).toBe(DEFAULT_DETECTION_SETTINGS);
  });
});
