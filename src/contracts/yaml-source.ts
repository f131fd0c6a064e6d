// A YAML text as it was written by a person: its value, its flaws, and where each part of it stands.

import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';

/** References one anchor may be expanded to: more than a person writes, far less than fills a memory. */
const MAX_ALIASES = 100;

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Something that is no YAML, or that a person cannot have meant. */
export interface Flaw extends Place {
  readonly what: string;
}

export interface YamlSource {
  /** What was written; undefined when it cannot be read. */
  readonly value: unknown;
  readonly isReadable: boolean;
  readonly flaws: readonly Flaw[];
  /** Where the part at a path begins: at its key, or else at the nearest part around it that was written. */
  locate(path: readonly PropertyKey[]): Place;
}

const START: Place = { line: 1, column: 1 };

/** Reads one document of YAML 1.2. A key that stands twice is a flaw, but the rest can be read. */
export function readYaml(text: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const locate = (path: readonly PropertyKey[]): Place => {
    const offset = findOffset(document.contents, path);
    return offset === undefined ? START : placeAt(offset);
  };
  const errors = [...document.errors, ...document.warnings];
  const flaws = errors.map(({ message, pos }) => ({ ...placeAt(pos[0]), what: message }));
  if (errors.every(({ code }) => code === 'DUPLICATE_KEY')) return { ...evaluate(document, flaws), locate };
  return { value: undefined, isReadable: false, flaws, locate };
}

/** Replaces aliases by what they stand for; too many of them are a flaw. */
function evaluate(document: Document, flaws: readonly Flaw[]): Omit<YamlSource, 'locate'> {
  try {
    return { value: document.toJS({ maxAliasCount: MAX_ALIASES }), isReadable: true, flaws };
  } catch (error) {
    return { value: undefined, isReadable: false, flaws: [...flaws, { ...START, what: String(error) }] };
  }
}

/** The offset of the last part of the path that was written. */
function findOffset(root: unknown, path: readonly PropertyKey[]): number | undefined {
  let node = root;
  let offset: number | undefined;
  for (const segment of path) {
    const { key, value } = step(node, segment);
    if (isNode(key)) offset = key.range?.[0] ?? offset;
    node = value;
  }
  return offset;
}

/** One step into a map or list: what names the part, and the part. */
function step(node: unknown, segment: PropertyKey): { readonly key?: unknown; readonly value?: unknown } {
  if (isMap(node)) return node.items.find(({ key }) => isScalar(key) && key.value === segment) ?? {};
  if (isSeq(node)) return { key: node.items[Number(segment)], value: node.items[Number(segment)] };
  return {};
}
