import { expect, it } from 'vitest';
import { ARCHIVE_PREFIX, archiveKey } from '#contracts/archive-keys.ts';
import { digestOf } from '#contracts/digest.ts';
import { linkEntry } from '#domain/audit/chain.ts';
import { at, auditRecord } from '../builders.ts';

const HOUR_SECONDS = 3600;

it('an entry lies under its day in UTC, by its number', () => {
  const entry = linkEntry({ sequence: 41, hash: 'before' }, auditRecord(), digestOf);

  expect(archiveKey(entry)).toBe(`${ARCHIVE_PREFIX}2026-11-23/000000000042.json`);
});

it('a day ends at midnight', () => {
  const before = linkEntry(undefined, auditRecord({ at: at(12 * HOUR_SECONDS - 1) }), digestOf);
  const after = linkEntry(before, auditRecord({ at: at(12 * HOUR_SECONDS) }), digestOf);

  expect([before, after].map(archiveKey)).toEqual([
    'audit/2026-11-23/000000000001.json',
    'audit/2026-11-24/000000000002.json',
  ]);
});
