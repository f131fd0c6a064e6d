// What every incident store must do: an incident is opened once, and only the reader of its newest version may write.

import { describe, expect, it } from 'vitest';
import type { IncidentStore } from '#application/ports/recovery.ts';
import { IncidentEnd } from '#domain/incident/incident.ts';
import { CART, CHECKOUT, INCIDENT, incident, minute, timelineEntry } from '../builders.ts';
import type { MakeSubject } from './subject.ts';

export function describeIncidentStore(name: string, make: MakeSubject<IncidentStore>): void {
  describe(`${name} incident store`, () => {
    it('gives back the incident that was created', async () => {
      const { store } = await make();

      await store.create(incident());

      expect(await store.find(INCIDENT)).toEqual(incident());
    });

    it('knows nothing of an unknown id', async () => {
      const { store } = await make();

      expect(await store.find(INCIDENT)).toBeUndefined();
    });

    it('refuses to create an incident twice, and hands out the one that is there', async () => {
      const { store } = await make();
      await store.create(incident({ title: 'first' }));

      await expect(store.create(incident({ title: 'second' }))).rejects.toMatchObject({
        name: 'ConflictError',
        existing: incident({ title: 'first' }),
      });
      expect(await store.find(INCIDENT)).toMatchObject({ title: 'first' });
    });

    it('lets exactly one of many simultaneous callers create it', async () => {
      const { store } = await make();

      const answers = await Promise.allSettled(
        ['a', 'b', 'c'].map((title) => store.create(incident({ title }))),
      );

      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('lets exactly one of many writers win who have read the same version', async () => {
      const { store } = await make();
      await store.create(incident({ version: 1 }));

      const answers = await Promise.all(
        ['a', 'b', 'c'].map((title) => store.replace(incident({ version: 2, title }))),
      );

      expect(answers.filter((isWritten) => isWritten)).toHaveLength(1);
      expect(await store.find(INCIDENT)).toMatchObject({ version: 2 });
    });

    it.each([1, 3])('refuses version %i over version 1', async (version) => {
      const { store } = await make();
      await store.create(incident({ version: 1 }));

      expect(await store.replace(incident({ version, title: 'late' }))).toBe(false);

      expect(await store.find(INCIDENT)).toEqual(incident({ version: 1 }));
    });

    it('does not create what it is asked to replace', async () => {
      const { store } = await make();

      expect(await store.replace(incident({ version: 2 }))).toBe(false);

      expect(await store.find(INCIDENT)).toBeUndefined();
    });

    it('lists open incidents oldest first', async () => {
      const { store } = await make();
      for (const minutes of [2, 0, 1]) await store.create(incident({ openedAt: minute(minutes) }));

      const open = await store.listOpen();

      expect(open.map(({ openedAt }) => openedAt)).toEqual([minute(0), minute(1), minute(2)]);
    });

    it.each(IncidentEnd.options)('does not list an incident as open that ended as %s', async (state) => {
      const { store } = await make();
      await store.create(incident({ version: 1 }));

      await store.replace(incident({ version: 2, state, closedAt: minute(30) }));

      expect(await store.listOpen()).toEqual([]);
    });

    it('lists, newest first, what was opened or seen since a moment', async () => {
      const { store } = await make();
      await store.create(incident({ openedAt: minute(0) }));
      await store.create(incident({ serviceId: CART, openedAt: minute(1), lastAnomalyAt: minute(20) }));
      await store.create(incident({ openedAt: minute(10), lastAnomalyAt: minute(9) }));

      const since = await store.listSince(minute(10));

      expect(since.map(({ serviceId, openedAt }) => [serviceId, openedAt])).toEqual([
        [CHECKOUT, minute(10)],
        [CART, minute(1)],
      ]);
    });

    it('notices that an incident has been seen again', async () => {
      const { store } = await make();
      await store.create(incident({ version: 1 }));

      await store.replace(incident({ version: 2, lastAnomalyAt: minute(7) }));

      expect(await store.listSince(minute(7))).toHaveLength(1);
    });

    it('keeps the timeline of each incident in the order written, whatever its times say', async () => {
      const { store } = await make();
      const lines = [
        timelineEntry({ summary: 'first', at: minute(2) }),
        timelineEntry({ summary: 'second', at: minute(1), detail: { score: 0.4 } }),
      ];
      for (const line of lines) await store.addTimeline(line);
      await store.addTimeline(timelineEntry({ incidentId: incident({ serviceId: CART }).incidentId }));

      expect(await store.timeline(INCIDENT)).toEqual(lines);
    });

    it('still has incident and timeline after a restart', async () => {
      const { store, reopen } = await make();
      await store.create(incident());
      await store.addTimeline(timelineEntry());

      const reopened = await reopen();

      expect(await reopened.listOpen()).toEqual([incident()]);
      expect(await reopened.timeline(INCIDENT)).toEqual([timelineEntry()]);
    });
  });
}
