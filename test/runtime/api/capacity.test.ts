import { expect, it } from 'vitest';
import { buildResourceId } from '#contracts/naming.ts';
import { CHECKOUT, service, settings } from '../../builders.ts';
import { demandForecast } from '../../demand.ts';
import { makeWorld, readAnswer, readError } from './world.ts';

it('capacity is told of every service that requests are counted of, and of one alone', async () => {
  const resources = [buildResourceId({ type: 'target-group', scope: 'shop.1', name: 'checkout.2' })];
  const { get, stores } = makeWorld({}, settings({ services: [service({ resources })] }));
  await stores.demandForecasts.put(demandForecast());

  const all = await readAnswer('readCapacity', get('/v1/capacity'));
  const one = await readAnswer('readCapacity', get(`/v1/capacity?service=${CHECKOUT}`));
  const unknown = await get('/v1/capacity?service=chekout');

  expect(all.services).toMatchObject([{ serviceId: CHECKOUT, demand: 100, tasks: 4 }]);
  expect(one).toEqual(all);
  expect(unknown.status).toBe(404);
  expect(await readError(unknown)).toMatchObject({ code: 'not-found' });
});
