import { describe, expect, it } from 'vitest';
import {
  findPrecursor,
  PRECURSOR_POINTS,
  type Precursor,
  rememberPrecursor,
} from '#domain/failure/precursors.ts';
import { IncidentId } from '#domain/ids.ts';
import { START } from './recordings.ts';

const ramp = Array.from({ length: 60 }, (_, index) => 40 + index);
const wave = Array.from({ length: 60 }, (_, index) => 40 + 10 * Math.sin(index / 3));

function remember(memory: readonly Precursor[], id: string, window: readonly number[]): readonly Precursor[] {
  return rememberPrecursor(memory, { incidentId: IncidentId.parse(id), beganAt: START }, window);
}

describe('the memory of what came before incidents', () => {
  it('names the incident whose beginning looked like this, at another height and size', () => {
    const memory = remember(remember([], 'ramp', ramp), 'wave', wave);

    const match = findPrecursor(
      memory,
      ramp.map((value) => 5 + 3 * value),
    );

    expect(match?.precursor.incidentId).toBe('ramp');
    expect(match?.likeness).toBeCloseTo(1);
  });

  it('names the nearest of several', () => {
    const bent = ramp.map((value, index) => value + (index % 20));
    const memory = remember(remember([], 'bent', bent), 'ramp', ramp);

    expect(findPrecursor(memory, ramp)?.precursor.incidentId).toBe('ramp');
    expect(findPrecursor([...memory].reverse(), ramp)?.precursor.incidentId).toBe('ramp');
  });

  it('names none when the present is like none of them', () => {
    const memory = remember([], 'ramp', ramp);

    expect(findPrecursor(memory, wave)).toBeUndefined();
    expect(findPrecursor(memory, [...ramp].reverse())).toBeUndefined();
  });

  it('has nothing to say of a flat or a short window', () => {
    const memory = remember([], 'ramp', ramp);

    expect(remember(memory, 'flat', new Array(60).fill(7))).toBe(memory);
    expect(remember(memory, 'short', ramp.slice(0, PRECURSOR_POINTS - 1))).toBe(memory);
    expect(findPrecursor(memory, new Array(60).fill(7))).toBeUndefined();
  });

  it('stays as small as it is, whatever happens', () => {
    let memory: readonly Precursor[] = [];
    for (let incident = 0; incident < 40; incident++) memory = remember(memory, `incident-${incident}`, ramp);

    expect(memory.length).toBe(16);
    expect(memory[0]?.incidentId).toBe('incident-24');
  });
});
