// Writes the features of incidents with a known cause for training, computed by the very code that serves them:
//   node tools/export-cause-features.ts <data folder> <output folder> [made-up incidents per system]
// Output: features.f32 (rows x features, little-endian), labels.u8 (1 for the cause), index.json (cases, names, hash).

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, stderr } from 'node:process';
import { featureListHash } from '#adapters/onnx/feature-list.ts';
import type { CauseSigns } from '#domain/cause/cause-signs.ts';
import { RANKING_FEATURE_NAMES, rankingRow } from '#domain/cause/ranking-features.ts';
import { openStream } from '#local/fleet/random.ts';
import { workOut } from './features/causes/case-features.ts';
import { injectFault } from './features/causes/injected-faults.ts';
import { drawNormalLife } from './features/causes/normal-life.ts';
import { type CauseCase, type RecordedSystem, readSystems } from './features/causes/systems.ts';

const SEED = 20260105;
const DEFAULT_MADE_UP = 3000;
/** For so many made-up incidents, most of which nobody notices, one stretch of normal life. */
const NORMAL_PART = 3;
const NOTICED = 0.1;

/** One case as it goes into the index: which rows are its components. */
interface ExportedCase {
  readonly dataset: string;
  readonly system: string;
  readonly name: string;
  readonly kind: string;
  readonly cause: string;
  readonly firstRow: number;
  readonly rows: number;
}

const [, , dataFolder, outputFolder, madeUp = String(DEFAULT_MADE_UP)] = argv;
if (!dataFolder || !outputFolder) {
  stderr.write(
    'Usage: node tools/export-cause-features.ts <data folder> <output folder> [made-up incidents]\n',
  );
  process.exitCode = 1;
} else {
  await exportCauses(dataFolder, outputFolder, Number(madeUp));
}

async function exportCauses(from: string, to: string, count: number): Promise<void> {
  const rows: number[] = [];
  const labels: number[] = [];
  const cases: ExportedCase[] = [];
  for (const system of await readSystems(from)) {
    for (const each of [...madeUpCases(system, count), ...normalCases(system, count)]) {
      const { evidence, signs } = workOut(system, each);
      if (each.cause !== undefined && !isNoticed(signs)) continue;
      const { dataset, name } = system;
      const { kind, cause = '' } = each;
      cases.push({
        dataset,
        system: name,
        name: each.name,
        kind,
        cause,
        firstRow: labels.length,
        rows: signs.length,
      });
      signs.forEach((own, index) => {
        rows.push(...rankingRow(own));
        labels.push(evidence[index]?.name === cause ? 1 : 0);
      });
    }
    stderr.write(`${system.name}: ${cases.length} cases so far\n`);
  }
  mkdirSync(to, { recursive: true });
  writeFileSync(join(to, 'features.f32'), Float32Array.from(rows));
  writeFileSync(join(to, 'labels.u8'), Uint8Array.from(labels));
  const names = RANKING_FEATURE_NAMES;
  const index = { featureHash: featureListHash(names), names, cases };
  writeFileSync(join(to, 'index.json'), JSON.stringify(index, undefined, 1));
}

/** What nobody notices is no incident: the entry has to suffer, by two usual steps at least. */
function isNoticed(signs: readonly CauseSigns[]): boolean {
  return signs.some(
    ({ isSymptom, latency, errors }) => isSymptom === 1 && Math.max(latency, errors) > NOTICED,
  );
}

function* madeUpCases(system: RecordedSystem, count: number): Generator<CauseCase> {
  const random = openStream(SEED, `causes/${system.name}`);
  for (let drawn = 0; drawn < count; drawn += 1) {
    const made = injectFault(system, random, `made-up/${drawn}`);
    if (made) yield made;
  }
}

function* normalCases(system: RecordedSystem, count: number): Generator<CauseCase> {
  const random = openStream(SEED, `normal life/${system.name}`);
  for (let drawn = 0; drawn < count / NORMAL_PART; drawn += 1)
    yield drawNormalLife(system, random, `normal/${drawn}`);
}
