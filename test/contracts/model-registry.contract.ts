// What every model registry must do: of several who read the same roles, one changes them.

import { describe, expect, it } from 'vitest';
import type { ModelRegistry } from '#application/ports/learning.ts';
import {
  CART,
  CHECKOUT,
  modelRecord,
  modelVersion,
  shadowTally,
  trialBlock,
  trialLedger,
} from '../builders.ts';
import type { MakeSubject } from './subject.ts';

const COUNTS = [10, 0, 0, 2, 0, 0, 1, 0, 0];

export function describeModelRegistry(name: string, make: MakeSubject<ModelRegistry>): void {
  describe(`${name} model registry`, () => {
    it('knows no model at first', async () => {
      const { store } = await make();

      expect(await store.list()).toEqual([]);
      expect(await store.find('anomaly-boosting')).toBeUndefined();
    });

    it('lists models by name', async () => {
      const { store } = await make();
      for (const each of ['failure-boosting', 'anomaly-boosting'])
        await store.replace(modelRecord({ name: each }), undefined);

      expect((await store.list()).map((record) => record.name)).toEqual([
        'anomaly-boosting',
        'failure-boosting',
      ]);
    });

    it('lets exactly one of two promoters win who have seen the same roles', async () => {
      const { store } = await make();
      const seen = modelRecord();
      await store.replace(seen, undefined);
      const promoted = (hash: string) =>
        modelRecord({ version: seen.version + 1, versions: [modelVersion({ hash })] });

      const answers = await Promise.all([
        store.replace(promoted('one'), seen),
        store.replace(promoted('other'), seen),
      ]);

      expect(answers.filter((isWritten) => isWritten)).toHaveLength(1);
    });

    it('lets exactly one of two register a model first', async () => {
      const { store } = await make();

      const answers = await Promise.all([
        store.replace(modelRecord(), undefined),
        store.replace(modelRecord(), undefined),
      ]);

      expect(answers.filter((isWritten) => isWritten)).toHaveLength(1);
    });

    it('adds up what a model says on a day, and keeps days and models apart', async () => {
      const { store } = await make();
      await store.addOpinions('hash-1', { day: '2026-11-24', counts: COUNTS });
      await store.addOpinions('hash-1', { day: '2026-11-23', counts: COUNTS });
      await store.addOpinions('hash-2', { day: '2026-11-23', counts: COUNTS });

      await store.addOpinions('hash-1', { day: '2026-11-23', counts: COUNTS });

      expect(await store.opinions('hash-1')).toEqual([
        { day: '2026-11-23', counts: COUNTS.map((count) => 2 * count) },
        { day: '2026-11-24', counts: COUNTS },
      ]);
    });

    it('adds up what came of what a version said, day by day, and keeps versions apart', async () => {
      const { store } = await make();
      await store.addOutcomes('hash-1', { day: '2026-11-24', sums: { points: 15, covered: 12 } });
      await store.addOutcomes('hash-1', { day: '2026-11-23', sums: { points: 15 } });
      await store.addOutcomes('hash-1', { day: '2026-11-22', sums: { points: 1 } });
      await store.addOutcomes('hash-2', { day: '2026-11-24', sums: { points: 2 } });

      await store.addOutcomes('hash-1', { day: '2026-11-24', sums: { points: 15, covered: 0.5 } });

      expect(await store.outcomesSince('hash-1', '2026-11-23')).toEqual([
        { day: '2026-11-23', sums: { points: 15 } },
        { day: '2026-11-24', sums: { points: 30, covered: 12.5 } },
      ]);
    });

    it('keeps the comparison of each service, written only over what was read', async () => {
      const { store } = await make();
      const first = shadowTally();
      expect(await store.replaceTally(first, undefined)).toBe(true);
      await store.replaceTally(shadowTally({ serviceId: CART }), undefined);
      const second = shadowTally({ version: 2, minutes: 2 });

      expect(await store.replaceTally(second, first)).toBe(true);
      expect(await store.replaceTally(shadowTally({ version: 2 }), first)).toBe(false);
      expect(await store.replaceTally(first, undefined)).toBe(false);

      expect(await store.findTally('anomaly-boosting', CHECKOUT)).toEqual(second);
      expect(await store.findTally('failure-boosting', CHECKOUT)).toBeUndefined();
    });

    it('keeps the ledger of each service and model, written only over what was read', async () => {
      const { store } = await make();
      const first = trialLedger();
      expect(await store.replaceLedger(first, undefined)).toBe(true);
      await store.replaceLedger(trialLedger({ serviceId: CART }), undefined);
      await store.replaceTally(shadowTally({ modelName: 'failure-boosting' }), undefined);
      const second = trialLedger({ version: 2, blocks: [trialBlock({ id: '2026-11-24' })] });

      expect(await store.replaceLedger(second, first)).toBe(true);
      expect(await store.replaceLedger(trialLedger({ version: 2 }), first)).toBe(false);
      expect(await store.replaceLedger(first, undefined)).toBe(false);

      expect(await store.findLedger('failure-boosting', CHECKOUT)).toEqual(second);
      expect(await store.findLedger('forecast-mixer', CHECKOUT)).toBeUndefined();
    });

    it('still has it all after a restart', async () => {
      const { store, reopen } = await make();
      await store.replace(modelRecord(), undefined);
      await store.replaceTally(shadowTally(), undefined);
      await store.addOpinions('hash-1', { day: '2026-11-23', counts: COUNTS });
      await store.replaceLedger(trialLedger(), undefined);

      const reopened = await reopen();

      expect(await reopened.find('anomaly-boosting')).toEqual(modelRecord());
      expect(await reopened.replace(modelRecord(), undefined)).toBe(false);
      expect(await reopened.findTally('anomaly-boosting', CHECKOUT)).toEqual(shadowTally());
      expect(await reopened.opinions('hash-1')).toHaveLength(1);
      expect(await reopened.findLedger('failure-boosting', CHECKOUT)).toEqual(trialLedger());
    });
  });
}
