import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { knownKeysAt, settingsJsonSchema } from '#contracts/settings-schema.ts';

it('is the schema in docs/fleetmedic.schema.json; if not, run: node tools/write-settings-schema.ts', () => {
  const file = new URL('../../docs/fleetmedic.schema.json', import.meta.url);

  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(settingsJsonSchema());
});

it('lets users leave out all that has a default, and nothing be written that is not known', () => {
  expect(settingsJsonSchema()).toMatchObject({
    required: ['version', 'services'],
    additionalProperties: false,
  });
});

it.each([
  ['in a part', ['polling'], expect.arrayContaining(['calmSeconds'])],
  ['in an item of a list', ['services', 3], expect.arrayContaining(['dependsOn'])],
  ['in a map with fixed keys', ['services', 0, 'strategies'], expect.arrayContaining(['instance-scaling'])],
  ['in each form that an item may take', ['calendar', 0], expect.arrayContaining(['days', 'from'])],
  ['nowhere in a plain value', ['mode'], []],
  ['nowhere in an unknown part', ['zeitgeist', 0, 'day'], []],
])('knows the keys %s', (_where, path, expected) => {
  expect(knownKeysAt(path)).toEqual(expected);
});
