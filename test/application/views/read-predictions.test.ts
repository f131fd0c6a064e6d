import { expect, it } from 'vitest';
import { readPredictions } from '#application/views/read-predictions.ts';
import { CART, CHECKOUT, minute, service, settings } from '../../builders.ts';
import { outlook } from '../../foresight.ts';
import { makeViewWorld } from './world.ts';

const ORDERS = service({ id: CART });
const HOURS = { hours: 24 };

it('lists the warnings in force, the worst first', async () => {
  const world = makeViewWorld(settings({ services: [service(), ORDERS] }));
  await world.predictions.replaceOutlook(outlook(), undefined);
  await world.predictions.replaceOutlook(
    outlook({ serviceId: CART, warning: { grade: 'red', since: minute(0) } }),
    undefined,
  );

  const { warnings } = await readPredictions(world, HOURS);

  expect(warnings.map(({ serviceId }) => serviceId)).toEqual([CART, CHECKOUT]);
});

it('lists no service of which nothing is warned', async () => {
  const world = makeViewWorld(settings({ services: [service(), ORDERS] }));
  await world.predictions.replaceOutlook(
    outlook({ warning: { grade: 'green', since: minute(0) } }),
    undefined,
  );

  expect((await readPredictions(world, HOURS)).warnings).toEqual([]);
});

it('adds up the scores of the days asked for', async () => {
  const world = makeViewWorld();
  await world.predictions.addScores({ day: '2026-11-23', tally: { hits: 1, calm: 3, lead3: 1, bin8: 1 } });
  await world.predictions.addScores({ day: '2026-11-22', tally: { falseWarnings: 1 } });
  await world.predictions.addScores({ day: '2026-11-01', tally: { misses: 7 } });

  const answer = await readPredictions(world, HOURS);

  expect(answer).toMatchObject({
    scored: 5,
    verdicts: { hit: 1, miss: 0, 'false-warning': 1, averted: 0, calm: 3 },
    precision: 0.5,
    recall: 1,
    leadMinutes: 15,
    earlyShare: 1,
  });
  expect(answer.calibration[8]).toMatchObject({ from: 0.8, count: 1 });
});
