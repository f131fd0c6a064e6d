// docs/permissions.md, written from the list of permissions: what a security review reads before `cdk deploy`.

import { ACTING_STRATEGIES, FUNCTIONS, functionNameOf, permissionsOf } from './functions.ts';
import { conditionsOf, type Permission } from './permission.ts';
import { PERMISSIONS_BY_STRATEGY } from './permissions.ts';
import { TRAINING_PERMISSIONS } from './training-permissions.ts';

const INTRODUCTION = `# Permissions

Written by \`npm run permissions\` from \`cdk/permissions.ts\`, from which the roles are built as well. Do not edit.

Each function has a role of its own; the two functions of a strategy share one. A resource in braces belongs to
Fleetmedic; \`service:rest\` is an ARN in the account and Region of the deployment. Besides what is listed, every role may
write to the log group of its functions, send traces to X-Ray, and put what failed for good into the queue of its stack.
`;

/** The document as Markdown. */
export function describePermissions(): string {
  const changes = ACTING_STRATEGIES.map((strategy) =>
    section(`### ${strategy}`, PERMISSIONS_BY_STRATEGY[strategy]),
  );
  const functions = FUNCTIONS.map((definition) =>
    section(`### ${functionNameOf(definition)}`, permissionsOf(definition)),
  );
  return [
    INTRODUCTION,
    '## What strategies may change in your account\n',
    ...changes,
    '## What each function may do\n',
    ...functions,
    section('## What a training may do, where one is deployed (`-c training=true`)', TRAINING_PERMISSIONS),
  ].join('\n');
}

function section(heading: string, permissions: readonly Permission[]): string {
  const rows = permissions.map(
    (permission) =>
      `| ${permission.access} | ${codes(permission.actions)} | ${codes(permission.resources)} | ${describeConditions(permission)} | ${permission.why} |`,
  );
  return [
    heading,
    '',
    '| access | actions | on | only if | why |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function codes(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join('<br>');
}

function describeConditions(permission: Permission): string {
  const conditions = Object.entries(conditionsOf(permission)).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => `\`${operator} ${key} ${value}\``),
  );
  return conditions.join('<br>') || '-';
}
