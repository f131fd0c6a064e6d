// What every outcome store must do: an incident has one outcome, and it is counted once.

import { describe, expect, it } from 'vitest';
import type { OutcomeStore } from '#application/ports/recovery.ts';
import { attempt, INCIDENT, minute, OTHER_INCIDENT, outcome } from '../builders.ts';
import type { MakeSubject } from './subject.ts';

export function describeOutcomeStore(name: string, make: MakeSubject<OutcomeStore>): void {
  describe(`${name} outcome store`, () => {
    it('keeps the first outcome of an incident', async () => {
      const { store } = await make();

      expect(await store.put(outcome({ end: 'resolved' }))).toBe(true);
      expect(await store.put(outcome({ end: 'escalated' }))).toBe(false);

      expect(await store.find(INCIDENT)).toEqual(outcome({ end: 'resolved' }));
      expect(await store.find(OTHER_INCIDENT)).toBeUndefined();
    });

    it('lets exactly one of many simultaneous ends be the outcome', async () => {
      const { store } = await make();

      const answers = await Promise.all(
        (['resolved', 'escalated', 'rolled-back'] as const).map((end) => store.put(outcome({ end }))),
      );

      expect(answers.filter((isFirst) => isFirst)).toHaveLength(1);
    });

    it('lists outcomes since a moment, newest first', async () => {
      const { store } = await make();
      await store.put(outcome({ at: minute(1) }));
      await store.put(outcome({ incidentId: OTHER_INCIDENT, at: minute(2) }));

      expect(await store.listSince(minute(0))).toMatchObject([{ at: minute(2) }, { at: minute(1) }]);
      expect(await store.listSince(minute(2))).toMatchObject([{ at: minute(2) }]);
    });

    it('counts each verified attempt for its strategy and failure type', async () => {
      const { store } = await make();
      await store.put(
        outcome({
          attempts: [
            attempt({ result: 'worse' }),
            attempt({ strategy: 'service-restart', failureType: 'memory-leak', result: 'recovered' }),
          ],
        }),
      );
      await store.put(outcome({ incidentId: OTHER_INCIDENT, attempts: [attempt({ result: 'recovered' })] }));

      const records = await store.trackRecords();

      expect(records).toHaveLength(2);
      expect(records).toEqual(
        expect.arrayContaining([
          { strategy: 'instance-scaling', failureType: 'capacity-shortage', successes: 1, failures: 1 },
          { strategy: 'service-restart', failureType: 'memory-leak', successes: 1, failures: 0 },
        ]),
      );
    });

    it('does not count an outcome twice that is put twice', async () => {
      const { store } = await make();

      await store.put(outcome());
      await store.put(outcome());

      expect(await store.trackRecords()).toMatchObject([{ successes: 1, failures: 0 }]);
    });

    it('still has outcome and counts after a restart', async () => {
      const { store, reopen } = await make();
      await store.put(outcome());

      const reopened = await reopen();

      expect(await reopened.find(INCIDENT)).toEqual(outcome());
      expect(await reopened.trackRecords()).toMatchObject([{ successes: 1 }]);
      expect(await reopened.put(outcome())).toBe(false);
    });
  });
}
