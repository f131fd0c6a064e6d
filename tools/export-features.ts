// Writes the features of series for training, computed by the very code that serves them:
//   node tools/export-features.ts <data folder> <output folder>

import { argv, stderr } from 'node:process';
import { exportSeries } from './features/export-series.ts';
import { collectTrainingSeries } from './features/training-series.ts';

const [, , dataFolder, outputFolder] = argv;
if (!dataFolder || !outputFolder) {
  stderr.write('Usage: node tools/export-features.ts <data folder> <output folder>\n');
  process.exitCode = 1;
} else {
  exportSeries(collectTrainingSeries(dataFolder), outputFolder);
}
