// How the tests are run: `unit` is everything that needs nothing but Node; `aws` speaks to an emulator of AWS over HTTP;
// `e2e` drives the console in a real browser; `days` lives through long stretches of the simulated fleet.

import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** What binds the functions to AWS runs where the emulator run deploys it, out of reach of the coverage. */
const RUN_BY_LAMBDA = [
  'functions/*/lambda.ts',
  'src/runtime/aws/{archive,base,history,log,model,observe,people,resources}.ts',
];
/** Whole days of the loop: what they cover is covered by `unit` as well, so they need not pay for its measuring. */
const DAYS = ['acceptance', 'foresight', 'foresight-of-demand'].map(
  (name) => `test/scenarios/${name}.test.ts`,
);
/** Without an emulator the tests of the AWS adapters skip themselves. */
const hasEmulator =
  existsSync('.emulator/venv/bin/ministack') || process.env['AWS_ENDPOINT_URL'] !== undefined;

export default defineConfig({
  test: {
    reporters: ['default', './tools/closing-line-reporter.ts'],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts', 'functions/**/*.ts'],
      exclude: [...RUN_BY_LAMBDA, ...(hasEmulator ? [] : ['src/adapters/aws/**'])],
      reporter: ['text-summary', 'json-summary', 'lcov'],
      thresholds: {
        lines: 90,
        branches: 90,
        functions: 90,
        statements: 90,
        'src/domain/**/*.ts': { 100: true },
        'src/application/**/*.ts': { 100: true },
      },
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/aws/**', 'test/emulator/**', ...DAYS],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'days',
          include: DAYS,
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'aws',
          include: ['test/aws/**/*.test.ts'],
          globalSetup: ['test/aws/global-setup.ts'],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'emulator',
          include: ['test/emulator/**/*.test.ts'],
          globalSetup: ['test/emulator/global-setup.ts'],
          testTimeout: 420_000,
          maxConcurrency: 20,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
