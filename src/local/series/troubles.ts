// What is odd about a series file and how it was dealt with: counted by kind and told once, with the first place, so that
// nothing is lost silently and a million bad rows do not bury the rest.

/** The kinds, and what became of the rows. Each reads after a number of rows. */
const KINDS = {
  'unreadable-time': 'whose time cannot be read: ignored, they repeat the result of the row before',
  late: 'earlier than one before them: ignored as late, they repeat the result of the row before',
  duplicate: 'with a time that was there before: the first counts, they repeat the result of the row before',
  gap: 'after a gap: the points missing before them are unknown, not zero',
  missing: 'without a value: taken as unknown, not zero',
  infinite: 'with an infinite value: taken as unknown',
  malformed: 'with a value that is no number: taken as unknown',
  'too-long': 'with more columns than the file has: the rest was left out',
} as const;
export type TroubleKind = keyof typeof KINDS;

export interface Troubles {
  note(kind: TroubleKind, line: number, detail?: string): void;
  /** Something about the file as a whole, a sentence. */
  remark(sentence: string): void;
  /** One line for each kind, ready for people. */
  lines(): readonly string[];
}

interface Count {
  rows: number;
  readonly firstLine: number;
  /** A row with several odd cells is counted once. */
  lastLine: number;
  readonly detail: string | undefined;
}

/** An empty collection for one file. */
export function makeTroubles(path: string): Troubles {
  const counts = new Map<TroubleKind, Count>();
  const remarks: string[] = [];
  return {
    note(kind, line, detail) {
      const known = counts.get(kind);
      if (!known) counts.set(kind, { rows: 1, firstLine: line, lastLine: line, detail });
      else if (known.lastLine !== line) {
        known.rows += 1;
        known.lastLine = line;
      }
    },
    remark(sentence) {
      remarks.push(sentence);
    },
    lines: () => [
      ...remarks.map((sentence) => `${path}: ${sentence}`),
      ...[...counts].map(([kind, count]) => `${path}: ${describe(kind, count)}`),
    ],
  };
}

function describe(kind: TroubleKind, { rows, firstLine, detail }: Count): string {
  const place = detail === undefined ? `line ${firstLine}` : `line ${firstLine}: ${detail}`;
  const first = rows === 1 ? place : `first at ${place}`;
  return `${rows} ${rows === 1 ? 'row' : 'rows'} ${KINDS[kind]} (${first})`;
}
