import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditEntry, AuditRecord } from '#domain/audit/audit.ts';
import { CHAIN_START, linkEntry, verifyChain } from '#domain/audit/chain.ts';
import { auditRecord } from '../../builders.ts';

const digest = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');

function chainOf(records: readonly AuditRecord[]): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (const record of records) entries.push(linkEntry(entries.at(-1), record, digest));
  return entries;
}

const chains = fc
  .array(fc.string(), { minLength: 2, maxLength: 12 })
  .map((subjects) =>
    chainOf(subjects.map((subject, index) => auditRecord({ subject: `${index} ${subject}` }))),
  );

describe('a chain of audit entries', () => {
  it('begins with number 1 after the start', () => {
    expect(linkEntry(undefined, auditRecord(), digest)).toMatchObject({
      sequence: 1,
      previousHash: CHAIN_START.hash,
    });
  });

  it('holds, and leads to its last entry', () => {
    fc.assert(
      fc.property(chains, (entries) => {
        const last = entries.at(-1);

        expect(verifyChain(entries, digest)).toEqual({
          ok: true,
          value: { sequence: last?.sequence, hash: last?.hash },
        });
      }),
    );
  });

  it('holds without an entry, at its start', () => {
    expect(verifyChain([], digest)).toEqual({ ok: true, value: CHAIN_START });
  });

  it('can be verified in parts, each from the head of the one before', () => {
    fc.assert(
      fc.property(chains, fc.nat(), (entries, cut) => {
        const at = cut % entries.length;
        const first = verifyChain(entries.slice(0, at), digest);
        const after = first.ok ? first.value : CHAIN_START;

        expect(verifyChain(entries.slice(at), digest, { after })).toEqual(verifyChain(entries, digest));
      }),
    );
  });

  it('shows the entry whose record was changed', () => {
    fc.assert(
      fc.property(chains, fc.nat(), (entries, pick) => {
        const index = pick % entries.length;
        const forged = entries.map((entry, at) =>
          at === index ? { ...entry, record: { ...entry.record, actor: 'mallory' } } : entry,
        );

        expect(verifyChain(forged, digest)).toEqual({
          ok: false,
          refusal: { sequence: index + 1, reason: 'content-changed' },
        });
      }),
    );
  });

  it('shows a changed entry though its own hash was made to fit', () => {
    fc.assert(
      fc.property(chains, fc.nat(), (entries, pick) => {
        const index = pick % (entries.length - 1);
        const forged = entries.with(
          index,
          linkEntry(entries[index - 1], auditRecord({ actor: 'mallory' }), digest),
        );

        expect(verifyChain(forged, digest)).toEqual({
          ok: false,
          refusal: { sequence: index + 2, reason: 'not-linked' },
        });
      }),
    );
  });

  it('shows where an entry was removed', () => {
    fc.assert(
      fc.property(chains, fc.nat(), (entries, pick) => {
        const index = pick % (entries.length - 1);

        expect(verifyChain(entries.toSpliced(index, 1), digest)).toEqual({
          ok: false,
          refusal: { sequence: index + 1, reason: 'out-of-sequence' },
        });
      }),
    );
  });

  it('shows that entries were exchanged, renumbered or not', () => {
    fc.assert(
      fc.property(chains, fc.nat(), fc.nat(), fc.boolean(), (entries, one, other, isRenumbered) => {
        const left = one % entries.length;
        const right = other % entries.length;
        fc.pre(left !== right);
        const [atLeft, atRight] = [entries[left], entries[right]];
        if (!atLeft || !atRight) return;
        const exchanged = entries.with(left, atRight).with(right, atLeft);
        const forged = isRenumbered
          ? exchanged.map((entry, index) => ({ ...entry, sequence: index + 1 }))
          : exchanged;

        expect(verifyChain(forged, digest).ok).toBe(false);
      }),
    );
  });

  it('shows that an entry was inserted, though it was linked and all that follow were renumbered', () => {
    fc.assert(
      fc.property(chains, fc.nat(), (entries, pick) => {
        const index = pick % entries.length;
        const inserted = linkEntry(entries[index - 1], auditRecord({ actor: 'mallory' }), digest);
        const forged = [
          ...entries.slice(0, index),
          inserted,
          ...entries.slice(index).map((entry) => ({ ...entry, sequence: entry.sequence + 1 })),
        ];

        expect(verifyChain(forged, digest).ok).toBe(false);
      }),
    );
  });

  it('shows against a noted head that its end was cut off', () => {
    fc.assert(
      fc.property(chains, fc.nat(), (entries, pick) => {
        const upTo = entries.at(-1) ?? CHAIN_START;
        const kept = pick % entries.length;

        expect(verifyChain(entries.slice(0, kept), digest, { upTo })).toEqual({
          ok: false,
          refusal: { sequence: kept + 1, reason: 'cut-off' },
        });
      }),
    );
  });

  it('shows against a noted head that the whole of it was written anew', () => {
    const upTo =
      chainOf([auditRecord({ subject: 'a' }), auditRecord({ subject: 'b' })]).at(-1) ?? CHAIN_START;
    const rewritten = chainOf(['a', 'x', 'c'].map((subject) => auditRecord({ subject })));

    expect(verifyChain(rewritten, digest, { upTo })).toEqual({
      ok: false,
      refusal: { sequence: 2, reason: 'content-changed' },
    });
  });

  it('may have grown beyond a noted head', () => {
    const entries = chainOf(['a', 'b', 'c'].map((subject) => auditRecord({ subject })));

    const verdict = verifyChain(entries, digest, { upTo: entries[1] ?? CHAIN_START });

    expect(verdict).toMatchObject({ ok: true, value: { sequence: 3 } });
  });
});
