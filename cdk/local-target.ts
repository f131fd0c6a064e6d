// The one place that knows how an emulator differs from AWS: what a deployment to it leaves out, and what its imperfect
// check of permissions needs besides. Nothing of this is in a template for AWS.

import type { Permission } from './permission.ts';

/** What `-c target=local` leaves out, printed at synth. */
export const LEFT_OUT_LOCALLY: readonly string[] = [
  'CodeDeploy: the functions are replaced at once, without a gradual shift and its rollback by alarms',
];

interface Correction {
  /** What AWS asks for. */
  readonly granted: string;
  /** What the emulator asks for in its place. */
  readonly asked: Permission;
}

const CORRECTIONS: readonly Correction[] = [
  {
    granted: 'sqs:SendMessage',
    asked: {
      actions: ['sqs:SendMessageBatch'],
      resources: ['{poll-queue}'],
      access: 'own',
      why: 'the emulator has an action of its own for batches',
    },
  },
  {
    granted: 'secretsmanager:GetSecretValue',
    asked: {
      actions: ['secretsmanager:GetSecretValue'],
      resources: ['secretsmanager:secret:fleetmedic/*'],
      access: 'read',
      why: 'to the emulator a reference to a secret is its name, not its ARN',
    },
  },
  {
    granted: 'lambda:GetAlias',
    asked: {
      actions: ['lambda:ListAliases'],
      resources: ['lambda:function:*'],
      access: 'read',
      why: 'the emulator asks for this where one alias is read or moved',
    },
  },
  {
    granted: 'lambda:UpdateAlias',
    asked: {
      actions: ['lambda:UpdateAlias'],
      resources: ['lambda:function:*'],
      access: 'act',
      why: 'the emulator does not know the tags of functions',
    },
  },
];

/** Checked on the cluster, without tags, where AWS checks the service with its tags. */
const CHECKED_ON_CLUSTER = 'ecs:';

/** Permissions without which the emulator refuses what AWS grants. */
export function emulatorPermissions(permissions: readonly Permission[]): readonly Permission[] {
  const actions = [...new Set(permissions.flatMap((permission) => permission.actions))];
  const asked = CORRECTIONS.filter(({ granted }) => actions.includes(granted)).map((each) => each.asked);
  const onClusters = actions.filter((action) => action.startsWith(CHECKED_ON_CLUSTER));
  if (onClusters.length === 0) return asked;
  const why = 'the emulator checks the cluster of a service, without tags';
  return [...asked, { actions: onClusters, resources: ['ecs:cluster/*'], access: 'act', why }];
}
