// The loop over a real account, with the watch that stands in for the events which the account does not send here.

import type { ArnPlace } from '#contracts/naming.ts';
import type { Settings } from '#contracts/settings.ts';
import { secondsAfter } from '#domain/ids.ts';
import { type Loop, type LoopOptions, makeLoop } from '#local/loop.ts';
import type { Timeline } from '#local/timeline.ts';
import { type ChangeWatch, makeChangeWatch } from './change-watch.ts';

export interface AccountLoopOptions extends Omit<LoopOptions, 'settings'> {
  readonly settings: Settings;
  readonly place: ArnPlace;
}

/** As often as the loop ticks: a change is seen before its effect is judged. */
const LOOK_SECONDS = 60;

/** The loop and its watch over the account; nothing happens before `start`. */
export function makeAccountLoop(options: AccountLoopOptions): Loop {
  const { settings, timeline, world, place } = options;
  const loop = makeLoop(options);
  const resourceIds = settings.services.flatMap((service) => service.resources);
  const watch = makeChangeWatch({ resources: world.resources, resourceIds, place });
  return {
    ...loop,
    async start() {
      await loop.start();
      timeline.schedule(timeline.now(), () => lookAround(watch, loop, timeline));
    },
  };
}

async function lookAround(watch: ChangeWatch, loop: Loop, timeline: Timeline): Promise<void> {
  const events = await watch.look(timeline.now());
  if (events.length > 0) await loop.ingest(events);
  timeline.schedule(secondsAfter(timeline.now(), LOOK_SECONDS), () => lookAround(watch, loop, timeline));
}
