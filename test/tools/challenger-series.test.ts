import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ServiceId } from '#domain/ids.ts';
import type { OwnSeries } from '#domain/model/own-series.ts';
import { collectChallengerSeries } from '../../tools/features/challenger/series.ts';
import { readOwnSeries, writeOwnSeries } from '../../tools/features/own-series.ts';
import { minute } from '../builders.ts';

const LABELS = ['normal', 'trouble', 'doubtful'] as const;

function ownSeries(service: string, minutes = 3): OwnSeries {
  const points = Array.from({ length: minutes }, (_, index) => ({
    at: minute(index),
    value: index / 7,
    label: LABELS[index] ?? 'normal',
  }));
  return { serviceId: ServiceId.parse(service), indicator: 'error-share', points };
}

function writeAll(all: readonly OwnSeries[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'own-'));
  for (const series of all) writeOwnSeries(folder, series);
  return folder;
}

it('keeps times, values and labels of the user’s own series through their files', () => {
  const folder = writeAll([ownSeries('shop/checkout')]);

  const [series, ...others] = [...readOwnSeries(folder)];

  expect(others).toEqual([]);
  expect(series).toMatchObject({ dataset: 'own', periodSeconds: 60, origin: 'labelled' });
  expect(series?.points).toEqual([
    { at: minute(0), value: 0, isLabelled: false, isDoubtful: false },
    { at: minute(1), value: 1 / 7, isLabelled: true, isDoubtful: false },
    { at: minute(2), value: 2 / 7, isLabelled: false, isDoubtful: true },
  ]);
});

it('puts anomalies into series that are long enough, and learns a second time from none of the user’s own', () => {
  const folder = writeAll([ownSeries('checkout', 4000)]);

  const [, injected] = [...readOwnSeries(folder)];

  expect(injected?.origin).toBe('injected');
  expect(injected?.points.slice(0, 4).map(({ isDoubtful }) => isDoubtful)).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(injected?.points.some(({ isLabelled }) => isLabelled)).toBe(true);
});

it('judges a challenger by services and made-up series that it has not learned from, the same every time', () => {
  const folder = writeAll(Array.from({ length: 16 }, (_, index) => ownSeries(`service-${index}`)));

  const { training, calibrating, judged } = collectChallengerSeries({ own: folder, synthetic: 16 });
  const again = collectChallengerSeries({ own: folder, synthetic: 16 });

  const names = [training, calibrating, judged].map((part) => part.map(({ name }) => name));
  expect(names.map(({ length }) => length)).toEqual([20, 4, 8]);
  expect(new Set(names.flat()).size).toBe(32);
  expect(again.judged.map(({ name }) => name)).toEqual(names[2]);
});
