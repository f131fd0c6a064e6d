// The user's own history as files for a training: from the database of a local run, or from the table of a deployment.

import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '#adapters/sqlite/database.ts';
import { makeSqliteStores } from '#adapters/sqlite/stores.ts';
import { type CollectOwnSeriesDeps, collectOwnSeries } from '#application/models/collect-own-series.ts';
import { Instant, secondsAfter } from '#domain/ids.ts';
import { fetchChampion, openTableHistory } from '#runtime/aws/history.ts';
import { writeOwnSeries } from '../own-series.ts';
import { readManifest } from './fit.ts';
import { BOOSTING } from './score.ts';

export interface HistorySource {
  /** A file of `medic start` or `medic local --aws`. */
  readonly database?: string | undefined;
  /** The table of a deployment, in the account that the SDK's environment points to. */
  readonly table?: string | undefined;
}

/** Writes what there is into a folder, and says how many series it was; none without a source. */
export async function exportHistory(source: HistorySource, folder: string): Promise<number> {
  const deps = await openHistory(source);
  let count = 0;
  if (!deps) return count;
  for await (const series of collectOwnSeries(deps)) {
    writeOwnSeries(folder, series);
    count += 1;
  }
  return count;
}

export interface ChampionSource {
  readonly table?: string | undefined;
  /** The bucket of versions of the same deployment. */
  readonly bucket?: string | undefined;
  /** The folder of the shipped models. */
  readonly shipped: string;
}

/** The folder of the version that decides: the shipped one unless a deployment has promoted another. */
export async function findChampion({ table, bucket, shipped }: ChampionSource): Promise<string> {
  if (table === undefined || bucket === undefined) return shipped;
  const { models } = openTableHistory(table, { now: () => Instant.parse(Date.now()) });
  const folder = mkdtempSync(join(tmpdir(), 'fleetmedic-champion-'));
  const hash = String(readManifest(join(shipped, BOOSTING))['modelHash']);
  const place = { models, modelName: BOOSTING, shipped: hash, bucketName: bucket };
  return (await fetchChampion(place, folder)) ? folder : shipped;
}

async function openHistory({ database, table }: HistorySource): Promise<CollectOwnSeriesDeps | undefined> {
  if (table !== undefined) return openTableHistory(table, { now: () => Instant.parse(Date.now()) });
  if (database === undefined) return undefined;
  if (!existsSync(database)) throw new Error(`There is no database ${database}: start Fleetmedic first`);
  const opened = openDatabase(database);
  // A simulated fleet has a time of its own: its present is the last minute that it has recorded.
  const stores = makeSqliteStores(opened, { now: () => Instant.parse(Date.now()) });
  const states = await stores.polls.all();
  const latest = await Promise.all(states.map(({ serviceId }) => stores.health.latest(serviceId)));
  const now = secondsAfter(Instant.parse(Math.max(0, ...latest.map((record) => record?.at ?? 0))), 1);
  return { ...stores, clock: { now: () => now } };
}
