import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as z from 'zod/mini';

const names = z.prefault(z.record(z.string(), z.string()), {});
const Package = z.object({ dependencies: names, devDependencies: names, optionalDependencies: names });

it('every dependency has a line that says what it is for, and nothing else has', () => {
  const { dependencies, devDependencies, optionalDependencies } = Package.parse(
    JSON.parse(readFileSync('package.json', 'utf8')),
  );

  const installed = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
  expect(namedPackages().toSorted()).toEqual(installed.toSorted());
});

/** The packages of the first column; `-name` continues the scope and first word of the one before it. */
function namedPackages(): readonly string[] {
  const rows = readFileSync('docs/decisions/dependencies.md', 'utf8').matchAll(/^\| (`.*?) \|/gm);
  return [...rows].flatMap(([, cell = '']) => {
    const written = [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
    const stem = written[0]?.replace(/-[^-]+$/, '') ?? '';
    return written
      .filter((name) => name !== 'zod/mini')
      .map((name) => (name.startsWith('-') ? stem + name : name));
  });
}
