// What must hold of the item already there for a write to count. The rules of Fleetmedic are kept by these alone: they
// are judged inside DynamoDB, at one place, whoever writes.

import { TABLE_KEYS } from '#contracts/table-keys.ts';
import { type Attributes, toAttribute, type Value } from './attributes.ts';

export type Condition =
  /** Nothing is under the key. */
  | { readonly kind: 'absent' }
  /** Something is under the key. */
  | { readonly kind: 'present' }
  /** The attribute `version` is this: a number that grows, or what tells two states of the item apart. */
  | { readonly kind: 'version-is'; readonly version: Value }
  /** Nothing is there, or something with no larger version. */
  | { readonly kind: 'version-at-most'; readonly version: Value };

export const ABSENT: Condition = { kind: 'absent' };
export const PRESENT: Condition = { kind: 'present' };

/** The item has the version that was read. */
export function versionIs(version: Value): Condition {
  return { kind: 'version-is', version };
}

interface ConditionInput {
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeValues?: Attributes;
}

/** The condition as part of a request. */
export function conditionInput(condition: Condition | undefined): ConditionInput {
  switch (condition?.kind) {
    case undefined:
      return {};
    case 'absent':
      return { ConditionExpression: `attribute_not_exists(${TABLE_KEYS.partition})` };
    case 'present':
      return { ConditionExpression: `attribute_exists(${TABLE_KEYS.partition})` };
    case 'version-is':
      return compared('version = :version', condition.version);
    case 'version-at-most':
      return compared(
        `attribute_not_exists(${TABLE_KEYS.partition}) OR version <= :version`,
        condition.version,
      );
  }
}

function compared(expression: string, version: Value): ConditionInput {
  return {
    ConditionExpression: expression,
    ExpressionAttributeValues: { ':version': toAttribute(version) },
  };
}
