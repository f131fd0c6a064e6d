// What is found in a past that was made to hold it, and what is not found in one that was made to hold nothing.

import fc from 'fast-check';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { Instant, ServiceId } from '#domain/ids.ts';
import { countKeys, signEpisodes } from '#domain/pattern/episodes.ts';
import { findPatterns, type PatternPast } from '#domain/pattern/find-patterns.ts';
import type { Companions, Recurrence, Rhythm, Sequence } from '#domain/pattern/pattern.ts';
import { fingerprintOf } from '#domain/pattern/recurrences.ts';
import { change, minute } from '../../builders.ts';
import { CHECKOUT, incidentAt, ORDERS, seen, shows, WEB, WEEK } from './past.ts';

/** The last week before `now`, and four weeks of incidents. */
function find(past: Partial<PatternPast>) {
  const { patterns, ...report } = findPatterns({
    anomalies: [],
    incidents: [],
    changes: [],
    anomaliesFrom: minute(0),
    from: minute(-3 * WEEK),
    to: minute(WEEK),
    ...past,
  });
  return {
    report,
    sequences: patterns.filter((pattern): pattern is Sequence => pattern.kind === 'sequence'),
    companions: patterns.filter((pattern): pattern is Companions => pattern.kind === 'companions'),
    recurrences: patterns.filter((pattern): pattern is Recurrence => pattern.kind === 'recurrence'),
    rhythms: patterns.filter((pattern): pattern is Rhythm => pattern.kind === 'rhythm'),
  };
}

/** Days on which orders' queue grows old, and some minutes later checkout is slow. */
const DAYS = [0, 1, 2, 3, 4, 5];
const LAGS = [4, 4, 5, 3, 4, 4];

function ordersThenCheckout(days = DAYS): readonly Anomaly[] {
  return days.flatMap((day, index) => [
    seen(ORDERS, 1440 * day + 100, 'queue-age'),
    seen(ORDERS, 1440 * day + 101, 'queue-age'),
    seen(CHECKOUT, 1440 * day + 100 + (LAGS[index] ?? 4), 'latency-p99'),
  ]);
}

describe('a sequence', () => {
  it('is one sign and some minutes later another, with its numbers in words', () => {
    const { sequences } = find({ anomalies: ordersThenCheckout() });

    expect(sequences).toMatchObject([
      {
        first: { serviceId: ORDERS, indicator: 'queue-age' },
        next: { serviceId: CHECKOUT, indicator: 'latency-p99' },
        support: 6,
        confidence: 1,
        lag: { usual: 4, least: 3, most: 4 },
        summary:
          'orders: age of the oldest message, and about 4 min later checkout: p99 latency: 6 of 6 times (100 %)',
      },
    ]);
    expect(sequences[0]?.lift).toBeGreaterThan(20);
    expect(sequences[0]?.chance).toBeLessThan(0.001);
  });

  it('is confident by how often the first is followed', () => {
    const alone = [0, 1, 2].map((day) => seen(ORDERS, 1440 * day + 700, 'queue-age'));

    const { sequences } = find({ anomalies: [...ordersThenCheckout(), ...alone] });

    expect(sequences[0]).toMatchObject({ support: 6, confidence: 6 / 9 });
  });

  it.each([
    ['that came twice only', ordersThenCheckout([0, 1])],
    [
      'whose second comes so often that it follows everything',
      [
        ...ordersThenCheckout([0, 1, 2]),
        ...Array.from({ length: 400 }, (_, index) => seen(CHECKOUT, 25 * index, 'latency-p99')),
      ],
    ],
    [
      'that comes in either order',
      [
        ...ordersThenCheckout(),
        ...DAYS.flatMap((day) => [
          seen(CHECKOUT, 1440 * day + 800, 'latency-p99'),
          seen(ORDERS, 1440 * day + 804, 'queue-age'),
        ]),
      ],
    ],
    [
      'of what begins in the same minute',
      DAYS.flatMap((day) => [
        seen(ORDERS, 1440 * day, 'queue-age'),
        seen(CHECKOUT, 1440 * day, 'latency-p99'),
      ]),
    ],
  ])('is none %s', (_, anomalies) => {
    const { sequences } = find({ anomalies });

    expect(sequences.filter(({ next }) => next.serviceId === CHECKOUT)).toEqual([]);
  });

  it('names the newest incidents that it was seen in', () => {
    const incidents = DAYS.map((day) => incidentAt(ORDERS, 1440 * day + 100));

    const { sequences } = find({ anomalies: ordersThenCheckout(), incidents });

    expect(sequences[0]?.incidentIds).toEqual(incidents.slice(1).map(({ incidentId }) => incidentId));
  });

  it('stands for all that two services show in this order, by what warns longest', () => {
    const anomalies = DAYS.flatMap((day) => [
      seen(ORDERS, 1440 * day + 100, 'queue-age', 'cpu'),
      seen(ORDERS, 1440 * day + 101, 'queue-depth'),
      seen(CHECKOUT, 1440 * day + 104, 'latency-p99', 'error-share'),
    ]);

    const { sequences } = find({ anomalies });

    expect(sequences.filter(({ next }) => next.serviceId === CHECKOUT)).toMatchObject([
      { first: { indicator: 'queue-age' }, next: { indicator: 'error-share' } },
    ]);
  });
});

describe('companions', () => {
  const together = DAYS.flatMap((day) => [
    seen(CHECKOUT, 1440 * day + (day % 2 === 0 ? 50 : 53), 'error-share'),
    seen(WEB, 1440 * day + (day % 2 === 0 ? 53 : 50), 'error-share'),
  ]);

  it('fall ill at about the same time, in either order', () => {
    const incidents = [incidentAt(WEB, 1440 + 50), incidentAt(CHECKOUT, 50)];

    const { companions, sequences } = find({ anomalies: together, incidents });

    expect(sequences).toEqual([]);
    expect(companions).toMatchObject([
      {
        serviceIds: [CHECKOUT, WEB],
        support: 6,
        summary: 'checkout and web fall ill within 10 min of each other: 6 of 6 times',
      },
    ]);
    expect(companions[0]?.incidentIds).toHaveLength(2);
  });

  it('are not told of where a sequence tells more', () => {
    const { companions, sequences } = find({ anomalies: ordersThenCheckout() });

    expect(sequences).not.toEqual([]);
    expect(companions).toEqual([]);
  });

  it('are told in the order of their names when they are as sure', () => {
    const others = together.map(({ serviceId, at }) =>
      seen(ServiceId.parse(serviceId === WEB ? 'a' : 'b'), (at - minute(300)) / 60_000, 'error-share'),
    );

    const { companions } = find({ anomalies: [...together, ...others] });

    expect(companions.map(({ serviceIds }) => serviceIds.join())).toEqual(['a,b', 'checkout,web']);
  });
});

describe('a recurrence', () => {
  it('is of incidents that show about the same, whatever else one of them shows', () => {
    const incidents = [
      incidentAt(CHECKOUT, 0, { evidence: { checkout: shows('error-share', 'latency-p99') } }),
      incidentAt(WEB, 500, { evidence: { web: shows('error-share') } }),
      incidentAt(CHECKOUT, 900, {
        state: 'resolved',
        evidence: { checkout: shows('latency-p99', 'error-share') },
      }),
      incidentAt(CHECKOUT, 1400, {
        state: 'resolved',
        evidence: { checkout: shows('error-share', 'latency-p99'), web: shows('latency-p99') },
      }),
    ];

    const { recurrences } = find({ incidents });

    expect(recurrences).toMatchObject([
      {
        support: 3,
        fingerprint: 'checkout error-share above, checkout latency-p99 above',
        firstAt: minute(0),
        lastAt: minute(1400),
        ends: { open: 1, resolved: 2 },
        summary: 'checkout: error share and p99 latency: 3 times',
      },
    ]);
  });

  it('is told by the services that it spread to, and those that showed nothing themselves', () => {
    const spread = { serviceIds: [ORDERS, WEB], evidence: { web: shows('error-share') } };
    const incidents = [incidentAt(ORDERS, 0, spread), incidentAt(ORDERS, 900, spread)];

    const { recurrences } = find({ incidents });

    expect(recurrences[0]?.summary).toBe('orders: nothing of its own, with web: 2 times');
  });

  it('is told of the newer one first where two came as often', () => {
    const incidents = [
      incidentAt(WEB, 0),
      incidentAt(WEB, 900),
      incidentAt(ORDERS, 1800),
      incidentAt(ORDERS, 2700),
    ];

    const { recurrences } = find({ incidents });

    expect(recurrences.map(({ incidentIds }) => incidentIds[0])).toEqual([
      incidents[2]?.incidentId,
      incidents[0]?.incidentId,
    ]);
  });

  it('is none of what people have opened without evidence', () => {
    const incidents = [incidentAt(WEB, 0, { evidence: {} }), incidentAt(WEB, 900, { evidence: {} })];

    expect(find({ incidents }).recurrences).toEqual([]);
  });

  it('has the same fingerprint in whatever order things joined', () => {
    const one = { evidence: { web: shows('error-share'), checkout: shows('cpu', 'latency-p99') } };
    const other = { evidence: { checkout: shows('latency-p99', 'cpu'), web: shows('error-share') } };

    expect(fingerprintOf(one)).toBe(fingerprintOf(other));
  });
});

describe('a rhythm', () => {
  /** Noon is minute 0, of a Monday. */
  const daily = [0, 1, 2, 3, 4].map((day) => incidentAt(CHECKOUT, 1440 * day + 10 * day));

  it('is of incidents at the same hour of some days', () => {
    const { rhythms } = find({ incidents: daily });

    expect(rhythms).toMatchObject([
      {
        serviceId: CHECKOUT,
        when: { by: 'hour', hour: 12 },
        support: 5,
        occasions: 5,
        lift: 24,
        summary: 'checkout falls ill between 12:00 and 13:00 UTC: 5 of 5 times',
      },
    ]);
  });

  it('is of incidents on the same day of some weeks', () => {
    const mondays = [-3, -2, -1, 0].map((week, index) => incidentAt(WEB, week * WEEK + 100 * index));

    const { rhythms } = find({ incidents: mondays });

    expect(rhythms).toMatchObject([
      { when: { by: 'weekday', weekday: 1 }, support: 4, summary: 'web falls ill on a Monday: 4 of 4 times' },
    ]);
  });

  it('is of incidents soon after changes that people made', () => {
    const times = [0, 3000, 7000, 9500];
    const incidents = times.map((at) => incidentAt(CHECKOUT, at));
    const changes = times.map((at, index) =>
      change({
        serviceId: CHECKOUT,
        at: minute(at - 10),
        kind: index % 2 === 0 ? 'deployment' : 'configuration',
        by: 'other',
      }),
    );

    const { rhythms } = find({ incidents, changes });

    expect(rhythms).toMatchObject([
      {
        when: { by: 'change' },
        support: 4,
        occasions: 4,
        summary: 'checkout falls ill within half an hour of a change of it: 4 of 4 times',
      },
    ]);
    expect(
      find({ incidents, changes: changes.map((each) => ({ ...each, by: 'platform' })) }).rhythms,
    ).toEqual([]);
  });

  it('is none of incidents that all came on one day', () => {
    const incidents = [0, 20, 40, 55].map((at) => incidentAt(CHECKOUT, at));

    expect(find({ incidents }).rhythms).toEqual([]);
  });

  it('is none of incidents at any time', () => {
    const incidents = [0, 1700, 3900, 5200, 7100, 9000].map((at) => incidentAt(CHECKOUT, at));

    expect(find({ incidents }).rhythms).toEqual([]);
  });

  it('is told in the order of names where two are as sure', () => {
    const others = daily.map(({ openedAt }) => incidentAt(ORDERS, (openedAt - minute(0)) / 60_000));

    const { rhythms } = find({ incidents: [...others, ...daily] });

    expect(rhythms.map(({ serviceId }) => serviceId)).toEqual([CHECKOUT, ORDERS]);
  });
});

describe('a search for patterns', () => {
  it('says what it looked at', () => {
    const { report } = find({ anomalies: ordersThenCheckout(), incidents: [incidentAt(WEB, 0)] });

    expect(report).toEqual({
      minedAt: minute(WEEK),
      anomaliesFrom: minute(0),
      incidentsFrom: minute(-3 * WEEK),
      anomalies: 18,
      incidents: 1,
    });
  });

  it('finds the same in whatever order the past is told', () => {
    const anomalies = [
      ...ordersThenCheckout(),
      ...DAYS.map((day) => seen(WEB, 1440 * day + 104, 'error-share')),
    ];
    const incidents = [0, 1, 2, 3].map((day) => incidentAt(CHECKOUT, 1440 * day));
    const expected = find({ anomalies, incidents });

    fc.assert(
      fc.property(
        fc.shuffledSubarray(anomalies, { minLength: anomalies.length }),
        fc.shuffledSubarray(incidents, { minLength: incidents.length }),
        (shuffled, others) => {
          const found = find({ anomalies: shuffled, incidents: others });
          expect(found.sequences).toEqual(expected.sequences);
          expect(found.companions).toEqual(expected.companions);
          expect(found.recurrences).toEqual(expected.recurrences);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('seldom finds anything in what comes at random', () => {
    let findings = 0;
    const seeds = Array.from({ length: 20 }, (_, seed) => seed + 1);
    for (const seed of seeds) {
      const generator = xoroshiro128plus(seed);
      const anomalies = Array.from({ length: 160 }, (_, index) => {
        const at = uniformInt(generator, 0, WEEK - 1);
        return seen(ServiceId.parse(`service-${index % 8}`), at, index % 2 === 0 ? 'cpu' : 'latency-p99');
      });
      const { sequences, companions } = find({ anomalies });
      findings += sequences.length + companions.length;
    }

    // One report in twenty, of each of the two kinds, may hold something.
    expect(findings).toBeLessThanOrEqual(4);
  });

  it('counts what never began as never', () => {
    const counts = countKeys(signEpisodes([], []));

    expect(counts.of({ serviceId: WEB, indicator: 'cpu' })).toBe(0);
    expect(counts.reaching(1)).toBe(0);
  });

  it('takes anomalies that come without a pause for one', () => {
    const minutes = Array.from({ length: 40 }, (_, at) => seen(WEB, at, 'cpu'));

    expect(signEpisodes([...minutes, seen(WEB, 60, 'cpu')], [])).toEqual([
      { key: { serviceId: WEB, indicator: 'cpu' }, at: minute(0) },
      { key: { serviceId: WEB, indicator: 'cpu' }, at: Instant.parse(minute(60)) },
    ]);
  });
});
