// The hash chain of the audit log (I12, X10): each entry seals its record and the entry before it, so a change, removal,
// exchange or insertion anywhere breaks the chain at that place. Only a cut at the end needs a head that was noted
// elsewhere to be seen.

import type { AuditEntry, AuditRecord } from '#domain/audit/audit.ts';
import { ok, type Result, refuse } from '#domain/result.ts';

/** SHA-256, in hexadecimal, of the canonical JSON of a value. */
export type Digest = (value: unknown) => string;

/** A place in the chain. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

/** Where every chain begins: before the entry with sequence number 1. */
export const CHAIN_START: ChainHead = { sequence: 0, hash: '0'.repeat(64) };

/** The first entry that does not hold, and why. */
export interface ChainBreak {
  readonly sequence: number;
  readonly reason: 'out-of-sequence' | 'not-linked' | 'content-changed' | 'cut-off';
}

/** The entry that follows `previous`; the first one of all follows the start. */
export function linkEntry(
  previous: ChainHead = CHAIN_START,
  record: AuditRecord,
  digest: Digest,
): AuditEntry {
  const content = { sequence: previous.sequence + 1, previousHash: previous.hash, record };
  return { ...content, hash: digest(content) };
}

export interface ChainBounds {
  /** The place after which the entries begin; the start of the chain when absent. */
  readonly after?: ChainHead;
  /** The place, noted elsewhere, that the entries must reach. */
  readonly upTo?: ChainHead;
}

/** The head that a run of entries leads to, or the first entry that was tampered with. */
export function verifyChain(
  entries: Iterable<AuditEntry>,
  digest: Digest,
  { after = CHAIN_START, upTo }: ChainBounds = {},
): Result<ChainHead, ChainBreak> {
  let head = after;
  for (const entry of entries) {
    const reason = findBreak(head, entry, digest);
    if (reason) return refuse({ sequence: head.sequence + 1, reason });
    head = { sequence: entry.sequence, hash: entry.hash };
    if (head.sequence === upTo?.sequence && head.hash !== upTo.hash) {
      return refuse({ sequence: head.sequence, reason: 'content-changed' });
    }
  }
  if (upTo && head.sequence < upTo.sequence)
    return refuse({ sequence: head.sequence + 1, reason: 'cut-off' });
  return ok(head);
}

function findBreak(head: ChainHead, entry: AuditEntry, digest: Digest): ChainBreak['reason'] | undefined {
  const { hash, ...content } = entry;
  if (entry.sequence !== head.sequence + 1) return 'out-of-sequence';
  if (entry.previousHash !== head.hash) return 'not-linked';
  if (digest(content) !== hash) return 'content-changed';
  return undefined;
}
