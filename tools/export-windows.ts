// Writes windows of series for the training of the shape model, made by the very code that serves them:
//   node tools/export-windows.ts <data folder> <output folder>

import { argv, stderr } from 'node:process';
import { collectTrainingSeries } from './features/training-series.ts';
import { exportWindows } from './features/window-export.ts';

const [, , dataFolder, outputFolder] = argv;
if (!dataFolder || !outputFolder) {
  stderr.write('Usage: node tools/export-windows.ts <data folder> <output folder>\n');
  process.exitCode = 1;
} else {
  exportWindows(collectTrainingSeries(dataFolder), outputFolder);
}
