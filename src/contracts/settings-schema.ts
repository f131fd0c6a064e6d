// The schema of fleetmedic.yaml for editors, and the keys that are known at each place in it.

import * as z from 'zod/mini';
import { Settings } from '#contracts/settings.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;
type SchemaPart = JsonSchema | boolean | undefined;

/** JSON Schema (draft 7, which editors understand) of what users may write: everything with a default may be left out. */
export function settingsJsonSchema(): JsonSchema {
  return z.toJSONSchema(Settings, { io: 'input', target: 'draft-7' });
}

/** The keys that may stand at a path of the document; none where any key may, or no key at all. */
export function knownKeysAt(path: readonly PropertyKey[]): readonly string[] {
  let parts = alternatives(settingsJsonSchema());
  for (const segment of path) parts = parts.flatMap((part) => descend(part, segment));
  return [...new Set(parts.flatMap(keysOf))];
}

function descend(part: JsonSchema, segment: PropertyKey): readonly JsonSchema[] {
  if (typeof segment === 'number') return alternatives(Array.isArray(part.items) ? undefined : part.items);
  return alternatives(part.properties?.[String(segment)] ?? part.additionalProperties);
}

/** A part itself, or each of the forms that it may take. */
function alternatives(part: SchemaPart): readonly JsonSchema[] {
  if (typeof part !== 'object') return [];
  return part.anyOf ? part.anyOf.flatMap(alternatives) : [part];
}

function keysOf({ properties, propertyNames }: JsonSchema): readonly string[] {
  const names = typeof propertyNames === 'object' ? (propertyNames.enum ?? []) : [];
  return [...Object.keys(properties ?? {}), ...names.map(String)];
}
