// Writes the features of made-up error lines for training, computed by the very code that serves them:
//   node tools/export-error-features.ts models/training/error-templates.txt <output folder>
// Output: features.f32, categories.u8, severities.u8, templates.u16 (which template a row was made from), index.json.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, stderr } from 'node:process';
import { featureListHash } from '#adapters/onnx/feature-list.ts';
import { ErrorCategory, ErrorSeverity } from '#domain/error-class/error-class.ts';
import { ERROR_FEATURE_NAMES, errorFeatures } from '#domain/error-class/error-features.ts';
import { openStream, pick, type RandomStream } from '#local/fleet/random.ts';

const SEED = 20260105;
/** Lines made from each template: with and without code and source, as loggers are. */
const LINES_PER_TEMPLATE = 6;
const CODE_SHARE = 0.7;
const SOURCE_SHARE = 0.5;

const WORDS: Readonly<Record<string, readonly string[]>> = {
  service: ['checkout', 'payments', 'search', 'catalog', 'inventory', 'the order service'],
  name: ['orders', 'user_id', 'main', 'sessions', 'worker-7', 'prod-api', 'items', 'getTotal'],
  host: ['db-1.internal', 'cache.example.com', 'api.partner.example', 'broker-3'],
  path: ['/var/log/app', '/v1/orders', '/etc/app/config.yaml', '/shop/rate', 's3://exports/day'],
  action: ['dynamodb:PutItem', 'ecs:UpdateService', 'orders.write', 's3:GetObject'],
  id: ['7f3a', 'b-204', '90817', 'job-12'],
  ip: ['10.0.3.17', '172.31.8.4'],
};
const LARGEST_NUMBER = 9000;

const [, , templateFile, outputFolder] = argv;
if (!templateFile || !outputFolder) {
  stderr.write('Usage: node tools/export-error-features.ts <template file> <output folder>\n');
  process.exitCode = 1;
} else {
  exportErrors(readFileSync(templateFile, 'utf8'), outputFolder);
}

function exportErrors(text: string, to: string): void {
  const random = openStream(SEED, 'errors');
  const rows: Float32Array[] = [];
  const labels: { readonly category: number; readonly severity: number; readonly template: number }[] = [];
  const templates = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  templates.forEach((line, template) => {
    const [category = '', severity = '', source = '', code = '', message = ''] = line.split('|');
    for (let made = 0; made < LINES_PER_TEMPLATE; made += 1) {
      const withCode = random.uniform() < CODE_SHARE && { code };
      const withSource = random.uniform() < SOURCE_SHARE && { source };
      rows.push(errorFeatures({ message: fillIn(message, random), ...withCode, ...withSource }));
      labels.push({
        category: ErrorCategory.options.indexOf(ErrorCategory.parse(category)),
        severity: ErrorSeverity.options.indexOf(ErrorSeverity.parse(severity)),
        template,
      });
    }
  });
  mkdirSync(to, { recursive: true });
  writeFileSync(join(to, 'features.f32'), Float32Array.from(rows.flatMap((row) => [...row])));
  writeFileSync(join(to, 'categories.u8'), Uint8Array.from(labels.map(({ category }) => category)));
  writeFileSync(join(to, 'severities.u8'), Uint8Array.from(labels.map(({ severity }) => severity)));
  writeFileSync(join(to, 'templates.u16'), Uint16Array.from(labels.map(({ template }) => template)));
  const index = {
    featureHash: featureListHash(ERROR_FEATURE_NAMES),
    names: ERROR_FEATURE_NAMES,
    categories: ErrorCategory.options,
    severities: ErrorSeverity.options,
    templates: templates.length,
  };
  writeFileSync(join(to, 'index.json'), JSON.stringify(index));
}

/** The template with its braces filled; what has no list of words is a number. */
function fillIn(template: string, random: RandomStream): string {
  return template.replace(/\{(\w+)\}/g, (_braces, word: string) => {
    const words = WORDS[word];
    return words ? pick(random, words) : String(Math.floor(random.uniform() * LARGEST_NUMBER));
  });
}
