// What every store of demand forecasts must do: a service has one, the newest.

import { describe, expect, it } from 'vitest';
import type { DemandForecastStore } from '#application/ports/forecasting.ts';
import { CART, CHECKOUT, minute } from '../builders.ts';
import { curve, demandForecast } from '../demand.ts';
import type { MakeSubject } from './subject.ts';

export function describeDemandForecastStore(name: string, make: MakeSubject<DemandForecastStore>): void {
  describe(`${name} store of demand forecasts`, () => {
    it('knows nothing of a service that was never forecast', async () => {
      const { store } = await make();

      expect(await store.find(CHECKOUT)).toBeUndefined();
    });

    it('keeps the newest forecast of each service', async () => {
      const { store } = await make();
      await store.put(demandForecast());
      await store.put(demandForecast({ serviceId: CART, demand: 7 }));

      await store.put(demandForecast({ at: minute(60), demand: 90 }));

      expect(await store.find(CHECKOUT)).toEqual(demandForecast({ at: minute(60), demand: 90 }));
      expect(await store.find(CART)).toMatchObject({ demand: 7 });
    });

    it('still has all of it after a restart, a whole week included', async () => {
      const { store, reopen } = await make();
      const week = curve(Array.from({ length: 168 }, (_, hour) => 100 + hour));
      const whole = demandForecast({ curves: { week }, tests: { week } });
      await store.put(whole);

      expect(await (await reopen()).find(CHECKOUT)).toEqual(whole);
    });
  });
}
