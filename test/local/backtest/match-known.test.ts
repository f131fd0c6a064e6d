import { describe, expect, it } from 'vitest';
import { IncidentId, Instant, ServiceId, secondsAfter } from '#domain/ids.ts';
import { type FoundIncident, matchKnown } from '#local/backtest/match-known.ts';

const START = Instant.parse(Date.UTC(2026, 0, 5, 12));
const known = { from: START, to: secondsAfter(START, 3600), service: 'shop' };

function found(seconds: number, service = 'shop'): FoundIncident {
  return {
    incidentId: IncidentId.parse(`inc-${seconds}`),
    openedAt: secondsAfter(START, seconds),
    serviceIds: [ServiceId.parse(service)],
  };
}

describe('known and found incidents', () => {
  it.each([
    ['after it began', 120, 120],
    ['a while before people noticed', -600, -600],
    ['too long before to be the same', -3600, null],
    ['in its aftermath', 3900, null],
  ])('match when one was found %s', (_, seconds, delay) => {
    const report = matchKnown([known], [found(seconds)], 2);

    expect(report.incidents[0]?.delaySeconds).toBe(delay);
    expect(report).toMatchObject({ found: delay === null ? 0 : 1, missed: delay === null ? 1 : 0 });
  });

  it('match on the service, where it is known', () => {
    const { service: _, ...anywhere } = known;

    expect(matchKnown([known], [found(60, 'mail')], 1)).toMatchObject({ found: 0, falsePages: 1 });
    expect(matchKnown([anywhere], [found(60, 'mail')], 1)).toMatchObject({ found: 1, falsePages: 0 });
  });

  it('leave as false what nobody knows of; the aftermath is none', () => {
    const report = matchKnown([known], [found(-7200), found(60), found(3900), found(9000)], 4);

    expect(report).toMatchObject({ falsePages: 2, falsePagesPerServiceWeek: 0.5, medianDelaySeconds: 60 });
  });

  it('have no median delay when none was found', () => {
    expect(matchKnown([], [], 1)).toEqual({
      incidents: [],
      found: 0,
      missed: 0,
      medianDelaySeconds: null,
      falsePages: 0,
      falsePagesPerServiceWeek: 0,
    });
  });
});
