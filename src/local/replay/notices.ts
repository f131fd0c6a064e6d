// What a reader found odd but could deal with, gathered by kind with line numbers: data errors are told, never silent.

export interface Notices {
  /** Notes one place. `problem` names the kind and how it is handled, and reads after a file name. */
  add(path: string, line: number, problem: string): void;
  /** One line for each file and kind, in the order found. */
  lines(): readonly string[];
}

/** Places named for each kind: enough to find the pattern. */
const PLACES_SHOWN = 5;

/** An empty collection. */
export function makeNotices(): Notices {
  const byKind = new Map<
    string,
    { readonly path: string; readonly problem: string; readonly places: number[] }
  >();
  return {
    add(path, line, problem) {
      const key = `${path}\n${problem}`;
      const known = byKind.get(key) ?? { path, problem, places: [] };
      known.places.push(line);
      byKind.set(key, known);
    },
    lines: () => [...byKind.values()].map(describe),
  };
}

function describe({
  path,
  problem,
  places,
}: {
  path: string;
  problem: string;
  places: readonly number[];
}): string {
  const shown = places.slice(0, PLACES_SHOWN).join(', ');
  const more = places.length > PLACES_SHOWN ? ` and ${places.length - PLACES_SHOWN} more` : '';
  return `${path}: ${problem} (line ${shown}${more})`;
}
