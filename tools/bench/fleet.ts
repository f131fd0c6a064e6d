// How many hours a second the simulated fleet lives through, alone and with the whole loop around it.

import { secondsAfter } from '#domain/ids.ts';
import { runStory, STORY_START } from '#local/demo/demo.ts';
import { createFleet } from '#local/fleet/fleet.ts';
import { loadShippedModel } from '#local/models.ts';
import { type Benchmark, ratePerSecond } from './figure.ts';

const SERVICES = 50;
const HOURS = 6;
const SEED = 1;

export const fleet: Benchmark = {
  name: 'fleet',
  async measure() {
    const model = await loadShippedModel();
    const plant = await ratePerSecond(HOURS, () => {
      const plant = createFleet({ seed: SEED, startAt: STORY_START, hours: HOURS, serviceCount: SERVICES });
      plant.advanceTo(secondsAfter(STORY_START, HOURS * 3600));
    });
    const loop = await ratePerSecond(HOURS, async () => {
      await runStory({
        seed: SEED,
        hours: HOURS,
        mode: 'auto',
        model: model.ok ? model.value : undefined,
        wallClock: () => performance.now(),
      });
    });
    return [
      { name: `fleet of ${SERVICES} services`, value: plant, unit: 'simulated h/s', aim: 'over 1' },
      { name: 'whole loop over 12 services', value: loop, unit: 'simulated h/s', aim: 'over 1' },
    ];
  },
};
