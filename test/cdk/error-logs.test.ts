import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { synthesize } from './synthesize.ts';

const SETTINGS = `version: 1
services:
  - id: checkout
    resources: [ecs-service/shop/checkout]
    logGroups: [/ecs/checkout, /ecs/checkout-sidecar]
  - id: cart
    resources: [ecs-service/shop/cart]
`;

it('each log group that the settings name sends its error lines, and no other', () => {
  const settings = join(mkdtempSync(join(tmpdir(), 'fleetmedic-settings-')), 'fleetmedic.yaml');
  writeFileSync(settings, SETTINGS);

  const filters = [...synthesize({ settings }).resourcesOf('AWS::Logs::SubscriptionFilter').values()];

  expect(filters.map(({ Properties }) => Properties.LogGroupName)).toEqual([
    '/ecs/checkout',
    '/ecs/checkout-sidecar',
  ]);
  expect(filters[0]?.Properties.FilterPattern).toContain('?"ERROR"');
});

it('nothing is read of a log that nobody named', () => {
  expect(synthesize().resourcesOf('AWS::Logs::SubscriptionFilter').size).toBe(0);
});
