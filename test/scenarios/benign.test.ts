// What looks like trouble and is none, or passes before anybody could help: Fleetmedic keeps its hands off.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idOf } from '../local/fleet/builders.ts';
import { begin, liveThroughMorning, type Trouble } from './shop.ts';

let morning: Awaited<ReturnType<typeof liveThroughMorning>>;
beforeAll(async () => {
  morning = await liveThroughMorning();
});
afterAll(() => morning.forget());

describe('nothing is changed', () => {
  it.each<readonly [string, Trouble, number]>([
    [
      'when metrics are missing (B1)',
      { kind: 'B1', serviceId: idOf('cart'), variant: 0.2, durationMinutes: 30 },
      50,
    ],
    [
      'when metrics are late (B1)',
      { kind: 'B1', serviceId: idOf('cart'), variant: 0.8, durationMinutes: 30 },
      50,
    ],
    ['by an announced event (B2)', { kind: 'B2', serviceId: idOf('web'), durationMinutes: 60 }, 75],
    ['by the nightly batch (B3)', { kind: 'B3', serviceId: idOf('accounts') }, 55],
    ['by a version that is merely different (B4)', { kind: 'B4', serviceId: idOf('catalog') }, 45],
    ['by an odd point (B5)', { kind: 'B5', serviceId: idOf('checkout'), variant: 0.1 }, 20],
    ['by a counter that starts anew (B5)', { kind: 'B5', serviceId: idOf('checkout'), variant: 0.9 }, 20],
    [
      'by slowness that passes (B6)',
      { kind: 'B6', serviceId: idOf('search'), variant: 0.8, durationMinutes: 4 },
      30,
    ],
  ])('%s', async (_name, event, minutes) => {
    const scenario = await begin(morning, { injections: [event] });

    await scenario.runMinutes(minutes);

    expect(scenario.fleet.truth().benign).toHaveLength(1);
    expect(scenario.calls()).toEqual([]);
  });
});
