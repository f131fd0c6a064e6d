import { describe, expect, it } from 'vitest';
import {
  likelyNext,
  longestLagSeconds,
  mayHaveBegunAt,
  recogniseSequences,
} from '#domain/pattern/recognise.ts';
import { CHECKOUT, ORDERS, seen, sequence, WEB } from './past.ts';

const SLOW = seen(CHECKOUT, 4, 'latency-p99', 'cpu');

describe('a known sequence', () => {
  it('is named by the anomaly that completes it, as evidence of its indicator alone', () => {
    const recognised = recogniseSequences(SLOW, [sequence()], [seen(ORDERS, 0, 'queue-age')]);

    expect(recognised.evidence).toEqual([
      {
        ...SLOW.evidence[0],
        detectors: ['threshold', 'model', 'pattern'],
        forerunners: [
          {
            serviceId: ORDERS,
            indicator: 'queue-age',
            minutesBefore: 4,
            usualMinutes: 4,
            confidence: 0.8,
            support: 8,
          },
        ],
      },
      SLOW.evidence[1],
    ]);
    expect({ ...recognised, evidence: SLOW.evidence }).toEqual(SLOW);
  });

  it('is counted from its earliest sight', () => {
    const before = [seen(ORDERS, 2, 'queue-age'), seen(ORDERS, 0, 'queue-age')];

    const [part] = recogniseSequences(SLOW, [sequence()], before).evidence;

    expect(part?.forerunners).toMatchObject([{ minutesBefore: 4 }]);
  });

  it.each([
    ['another indicator', [seen(ORDERS, 0, 'queue-depth')]],
    ['another service', [seen(WEB, 0, 'queue-age')]],
    ['the same minute', [seen(ORDERS, 4, 'queue-age')]],
    ['too long ago', [seen(ORDERS, -10, 'queue-age')]],
    ['nothing', []],
  ])('is not completed where %s was seen', (_, before) => {
    expect(recogniseSequences(SLOW, [sequence()], before)).toBe(SLOW);
  });

  it('says who comes next, and who may have come first', () => {
    const toItself = sequence({ next: { serviceId: ORDERS, indicator: 'queue-depth' } });
    const sequences = [sequence(), toItself];

    expect(likelyNext(sequences, seen(ORDERS, 0, 'queue-age'))).toEqual([CHECKOUT]);
    expect(likelyNext(sequences, seen(ORDERS, 0, 'cpu'))).toEqual([]);
    expect(mayHaveBegunAt(sequences, SLOW)).toEqual([ORDERS]);
    expect(mayHaveBegunAt(sequences, seen(CHECKOUT, 0, 'error-share'))).toEqual([]);
  });

  it('reaches back as far as its longest lag, and what detection needs', () => {
    expect(longestLagSeconds([sequence()])).toBe(540);
    expect(longestLagSeconds([])).toBe(0);
  });
});
