// What every capture store must do: the first capture of a step stays, for it alone shows the world before the act (I3).

import { describe, expect, it } from 'vitest';
import type { CaptureStore } from '#application/ports/recovery.ts';
import { at, capture, ecsState, OURS, THEIRS } from '../builders.ts';
import type { MakeSubject } from './subject.ts';

export function describeCaptureStore(name: string, make: MakeSubject<CaptureStore>): void {
  describe(`${name} capture store`, () => {
    it('gives back the state before the act and the way back', async () => {
      const { store } = await make();

      await store.create(capture());

      expect(await store.find(OURS, 'apply-1-0')).toEqual(capture());
      expect(await store.find(OURS, 'apply-1-1')).toBeUndefined();
      expect(await store.find(THEIRS, 'apply-1-0')).toBeUndefined();
    });

    it('keeps the first capture of a step and hands it to whoever comes second', async () => {
      const { store } = await make();
      await store.create(capture({ before: ecsState({ desiredCount: 4 }) }));

      await expect(store.create(capture({ before: ecsState({ desiredCount: 6 }) }))).rejects.toMatchObject({
        name: 'ConflictError',
        existing: capture({ before: ecsState({ desiredCount: 4 }) }),
      });
      expect(await store.find(OURS, 'apply-1-0')).toMatchObject({ before: { desiredCount: 4 } });
    });

    it('lets exactly one of many simultaneous deliveries of a step capture', async () => {
      const { store } = await make();

      const answers = await Promise.allSettled(
        [4, 5, 6].map((desiredCount) => store.create(capture({ before: ecsState({ desiredCount }) }))),
      );

      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('adds what became of the act, as often as it is told', async () => {
      const { store } = await make();
      await store.create(capture());
      const completed = capture({ result: 'applied', after: ecsState({ desiredCount: 6 }) });

      await store.complete(completed);
      await store.complete(completed);

      expect(await store.find(OURS, 'apply-1-0')).toEqual(completed);
    });

    it('refuses to complete what was never captured', async () => {
      const { store } = await make();

      await expect(store.complete(capture({ result: 'applied' }))).rejects.toMatchObject({
        name: 'NotFoundError',
      });
      expect(await store.listOf(OURS)).toEqual([]);
    });

    it('lists the captures of one execution in the order created', async () => {
      const { store } = await make();
      const kept = [
        capture({ step: 'apply-1-0', at: at(1) }),
        capture({ step: 'apply-1-1', at: at(2) }),
        capture({ step: 'rollback-1-1', at: at(3) }),
      ];
      for (const each of kept) await store.create(each);
      await store.create(capture({ executionId: THEIRS }));

      expect(await store.listOf(OURS)).toEqual(kept);
    });

    it('still has it after a restart', async () => {
      const { store, reopen } = await make();
      await store.create(capture());

      const reopened = await reopen();

      expect(await reopened.listOf(OURS)).toEqual([capture()]);
      await expect(reopened.create(capture())).rejects.toMatchObject({ name: 'ConflictError' });
    });
  });
}
