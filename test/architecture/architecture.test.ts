// The house rules that no type can hold: who may import whom, sizes, the glossary, and which Node runs this.

import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importsOf, violationsOf } from './imports.ts';

const sources = globSync('{src,functions,cdk,console}/**/*.{ts,tsx}', { exclude: ['**/node_modules/**'] });
const read = (file: string) => readFileSync(file, 'utf8');

it('runs on Node 24 or newer', () => {
  const major = Number(process.versions.node.split('.')[0]);

  expect(major, 'Start it with `npm test` or `npx`, which use the pinned Node').toBeGreaterThanOrEqual(24);
});

describe('the import rules', () => {
  it('hold in every file', () => {
    const violations = sources.flatMap((file) => violationsOf(file, read(file)));

    expect(violations.map(({ file, imported, rule }) => `${file} imports ${imported}: ${rule}`)).toEqual([]);
  });

  it.each([
    ['src/domain/a/b.ts', "import { x } from '#application/y.ts';"],
    ['src/domain/a/b.ts', "import { x } from '../../application/y.ts';"],
    ['src/domain/a/b.ts', "import { readFileSync } from 'node:fs';"],
    ['src/domain/a/b.ts', "export { x } from '#adapters/y.ts';"],
    ['src/domain/a/b.ts', "const x = await import('#contracts/y.ts');"],
    ['src/application/a.ts', "import { x } from '#runtime/y.ts';"],
    ['src/application/a.ts', "import { DatabaseSync } from 'node:sqlite';"],
    ['src/adapters/sqlite/a.ts', "import { ECSClient } from '@aws-sdk/client-ecs';"],
    ['src/adapters/onnx/a.ts', "import { x } from '#local/y.ts';"],
    ['src/runtime/a.ts', "import { x } from '#local/y.ts';"],
    ['src/local/a.ts', "import ort from 'onnxruntime-node';"],
    ['src/contracts/a.ts', "import { z } from 'zod';"],
    ['functions/a/handler.ts', "import { x } from '#adapters/y.ts';"],
    ['cdk/app.ts', "import { x } from '#application/y.ts';"],
    ['console/src/a.tsx', "import { x } from '#domain/y.ts';"],
  ])('refuse a planted violation in %s: %s', (file, text) => {
    expect(violationsOf(file, text)).toHaveLength(1);
  });

  it('see every form of import', () => {
    const text =
      "import a from 'a';\nimport type { B } from 'b';\nexport * from 'c';\nimport 'd';\nawait import('e');";

    expect([...importsOf(text)].sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});

describe('every source file', () => {
  it('says in its first line what it is for', () => {
    const silent = sources.filter((file) => !/^(#!.*\n)?(\/\/|\/\*)/.test(read(file)));

    expect(silent).toEqual([]);
  });

  it('fits in the head: at most 250 lines', () => {
    const long = sources
      .map((file) => ({ file, lines: read(file).split('\n').length }))
      .filter(({ lines }) => lines > 251);

    expect(long).toEqual([]);
  });

  it('leaves nothing for later', () => {
    const later = sources.filter((file) =>
      /\b(TODO|FIXME|XXX)\b|@ts-ignore|@ts-expect-error/.test(read(file)),
    );

    expect(later).toEqual([]);
  });

  it('reads the environment only in the runtime and the command line', () => {
    const readers = sources.filter(
      (file) => /process\.env/.test(read(file)) && !/^src\/(runtime|local\/cli)\//.test(file),
    );

    expect(readers).toEqual([]);
  });
});

describe('the domain and the use cases', () => {
  it('take time and randomness as inputs', () => {
    const impure = sources.filter(
      (file) =>
        /^src\/(domain|application|strategies|contracts)\//.test(file) &&
        /Date\.now\(\)|new Date\(\)|Math\.random\(|performance\.now\(/.test(read(file)),
    );

    expect(impure).toEqual([]);
  });

  it('use the words of the glossary', () => {
    const declared =
      /export (?:function|interface|type|const|class) (\w*(?:Playbook|Alert(?!Escalation)|Workflow|Manager|Helper|Util)\w*)/g;
    const strangers = sources.flatMap((file) =>
      [...read(file).matchAll(declared)].map(([, name]) => `${file}: ${name}`),
    );

    expect(strangers).toEqual([]);
  });
});
