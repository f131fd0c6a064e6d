// What a training may do, where one is deployed: read what was recorded, and add a version; and what the scorer may do with
// the versions. docs/permissions.md lists it.

import type { Permission } from './permission.ts';

/** By purpose, as the permissions of the functions. */
export const TRAINING_PERMISSIONS: readonly Permission[] = [
  {
    actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
    resources: ['{table}', '{table-index}'],
    access: 'read',
    why: 'learns from the recorded minutes and from what people said of incidents; it can write nothing there',
  },
  {
    actions: ['s3:PutObject'],
    resources: ['{training-versions}', '{newest-version}'],
    access: 'own',
    why: 'adds a version under the hash of its file, which does not exist yet, and names it the newest',
  },
  {
    actions: ['s3:GetObject'],
    resources: ['{training-versions}'],
    access: 'read',
    why: 'is measured beside the version that decides, on the same series',
  },
  {
    actions: ['s3:GetObject', 's3:GetObjectVersion'],
    resources: ['{training-source}'],
    access: 'read',
    why: 'begins with the source that was deployed',
  },
  {
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: ['{training-log}'],
    access: 'own',
    why: 'writes its own log',
  },
];

/** Of the scorer, which tries what trainings have made. */
export const READ_VERSIONS: readonly Permission[] = [
  {
    actions: ['s3:GetObject'],
    resources: ['{model-versions}'],
    access: 'read',
    why: 'tries the versions that trainings have made; it can write none',
  },
  {
    actions: ['s3:ListBucket'],
    resources: ['{model-bucket}'],
    access: 'read',
    why: 'without it S3 says of a version that is not there that it may not be read',
  },
];
