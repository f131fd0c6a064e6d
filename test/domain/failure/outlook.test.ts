import { describe, expect, it } from 'vitest';
import { failureAt, type Glance, nextOutlook, type Outlook } from '#domain/failure/outlook.ts';
import type { Prediction } from '#domain/failure/prediction.ts';
import type { Instant } from '#domain/ids.ts';
import { CART, CHECKOUT, INCIDENT, incident, minute, OTHER_INCIDENT } from '../../builders.ts';
import { outlook, prediction, said } from '../../foresight.ts';

const ramp = (height: number) => Array.from({ length: 12 }, (_, index) => 40 + height * index);

function glance(overrides: Partial<Prediction> = {}, hour: readonly number[] = ramp(1)): Glance {
  return { prediction: prediction(overrides), hourBefore: () => hour };
}

interface Look {
  readonly at?: Instant;
  readonly glances?: readonly Glance[];
  readonly incidents?: readonly ReturnType<typeof incident>[];
  readonly open?: readonly string[];
}

function look(
  seen: Outlook | undefined,
  { at = minute(5), glances = [glance()], incidents = [], open = [] }: Look = {},
) {
  const openIds = new Set(incidents.map(({ incidentId }) => incidentId).filter((id) => open.includes(id)));
  return nextOutlook(seen, { serviceId: CHECKOUT, at, glances, incidents, openIds });
}

describe('an outlook', () => {
  it('has the likeliest first, and grows in version', () => {
    const calm = glance({ indicator: 'queue-age', said: said(0.1) });

    const first = look(undefined, { glances: [calm, glance()] });
    const second = look(first, { at: minute(10) });

    expect(first.predictions.map(({ indicator }) => indicator)).toEqual(['memory', 'queue-age']);
    expect([first.version, second.version]).toEqual([1, 2]);
    expect(second.at).toBe(minute(10));
  });

  it('says when half of the chance is used up, once there is a warning', () => {
    const warned = look(undefined);
    const calm = look(undefined, { glances: [glance({ said: said(0.1) })] });

    expect(warned.warning).toEqual({ grade: 'orange', since: minute(5) });
    expect(warned.predictedFailureAt).toBe(failureAt(prediction()));
    expect(calm.warning.grade).toBe('green');
    expect(calm.predictedFailureAt).toBeUndefined();
  });

  it('takes the worst chance of all indicators at each horizon', () => {
    const soon: Prediction['said'] = { ...said(0.75), within: [0.7, 0.75, 0.75, 0.75] };

    expect(look(undefined, { glances: [glance(), glance({ said: soon })] }).warning.grade).toBe('red');
  });

  it('warns of a presumed limit only when it is as likely as not within half an hour', () => {
    const later: Prediction['said'] = { ...said(0.4), within: [0.1, 0.2, 0.4, 0.9] };

    expect(look(undefined, { glances: [glance({ said: later })] }).warning.grade).toBe('yellow');
    expect(look(undefined, { glances: [glance({ said: later, isLimitKnown: false })] }).warning.grade).toBe(
      'green',
    );
  });

  it('is never red for a limit that is only presumed, and green for one that was passed unharmed', () => {
    const soon: Prediction['said'] = { ...said(0.9), within: [0.9, 0.9, 0.9, 0.9] };
    const presumed = glance({ isLimitKnown: false, said: soon });
    const passed = glance({ isLimitKnown: false, said: soon, value: 96 });

    expect(look(undefined, { glances: [presumed] }).warning.grade).toBe('orange');
    const both = look(undefined, { glances: [passed, glance({ said: said(0.1) })] });
    expect(both.warning.grade).toBe('green');
    expect(both.predictions[0]?.isLimitKnown).toBe(true);
  });
});

describe('the memory of an outlook', () => {
  const opened = incident({ incidentId: INCIDENT, openedAt: minute(3), onsetAt: minute(2) });

  it('keeps the hour before an incident of its own that opened since', () => {
    const next = look(outlook(), { incidents: [opened] });

    expect(next.memory.memory).toMatchObject([{ incidentId: INCIDENT, beganAt: minute(2) }]);
  });

  it.each([
    ['opened before the last look', outlook(), incident({ openedAt: minute(-1) })],
    ['is of another service', outlook(), incident({ openedAt: minute(3), serviceIds: [CART] })],
    ['opened before the first look', undefined, opened],
  ])('keeps nothing of an incident that %s', (_case, seen, other) => {
    expect(look(seen, { incidents: [other] }).memory).toEqual({});
  });

  it('names the earlier incident that the last hour looks like, while something is warned of', () => {
    const seen = look(outlook(), { incidents: [opened] });

    const warned = look(seen, { at: minute(90), glances: [glance({}, ramp(2))] });
    const calm = look(seen, { at: minute(90), glances: [glance({ said: said(0.1) }, ramp(2))] });

    expect(warned.precursor).toEqual({
      indicator: 'memory',
      incidentId: INCIDENT,
      beganAt: minute(2),
      likeness: expect.closeTo(1),
    });
    expect(calm.warning.grade).toBe('orange');
    expect(
      look(outlook({ warning: { grade: 'green', since: minute(0) } }), {
        glances: [glance({ said: said(0.1) })],
      }).precursor,
    ).toBeUndefined();
  });

  it('names the likest of several, and none that goes on still', () => {
    const other = incident({ incidentId: OTHER_INCIDENT, openedAt: minute(3) });
    const shaky = ramp(1).map((value, index) => value + (index % 3));
    const remembered = look(outlook(), { incidents: [opened] });
    const both = look(
      { ...remembered, at: minute(1) },
      { incidents: [other], glances: [glance({ indicator: 'queue-age' }, shaky)] },
    );
    const glances = [glance({}, ramp(3)), glance({ indicator: 'queue-age' }, ramp(3))];

    const likest = look(both, { at: minute(90), glances });
    const present = look(both, { at: minute(90), glances, incidents: [opened], open: [INCIDENT] });
    const tooNear = look(both, { at: minute(60), glances });
    const unlike = look(both, { at: minute(90), glances: [glance({}, ramp(-1))] });

    expect(likest.precursor?.incidentId).toBe(INCIDENT);
    expect(present.precursor?.incidentId).toBe(OTHER_INCIDENT);
    expect(tooNear.precursor).toBeUndefined();
    expect(unlike.precursor).toBeUndefined();
  });
});
