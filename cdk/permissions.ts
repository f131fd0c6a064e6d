// Every permission of every function, as data: the roles are built from this list, docs/permissions.md is written from
// it, and a test holds all that changes something to its conditions. What a function is told of by its environment it
// may use; what it reads of the account and what it does to the account is listed by purpose.

import type { FunctionName } from '#contracts/environment.ts';
import type { Permission } from './permission.ts';
import { READ_VERSIONS } from './training-permissions.ts';

/** The strategies that change something in the account; one role each. */
export type ActingStrategy = 'service-restart' | 'instance-scaling' | 'configuration-rollback';

/** By the variable through which a function learns of the resource. */
export const PERMISSIONS_BY_VARIABLE: Readonly<Record<string, readonly Permission[]>> = {
  FLEETMEDIC_TABLE: [
    {
      actions: [
        'dynamodb:GetItem',
        'dynamodb:BatchGetItem',
        'dynamodb:Query',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
        'dynamodb:DeleteItem',
      ],
      resources: ['{table}', '{table-index}'],
      access: 'own',
      why: 'everything Fleetmedic remembers is in its one table',
    },
  ],
  FLEETMEDIC_STOP_SWITCH: [
    {
      actions: ['ssm:GetParameter'],
      resources: ['{stop-switch}'],
      access: 'read',
      why: 'the stop switch is read before every change; no function can write it',
    },
  ],
  FLEETMEDIC_BUS: [
    {
      actions: ['events:PutEvents'],
      resources: ['{bus}'],
      access: 'own',
      why: 'tells what happened on its own bus',
    },
  ],
  FLEETMEDIC_POLL_QUEUE_URL: [
    {
      actions: ['sqs:SendMessage'],
      resources: ['{poll-queue}'],
      access: 'own',
      why: 'sends the services that are due, or that an alarm rings of, to the scorers',
    },
  ],
  FLEETMEDIC_STATE_MACHINE: [
    {
      actions: ['states:StartExecution'],
      resources: ['{state-machine}'],
      access: 'own',
      why: 'starts the recovery of an incident',
    },
    {
      actions: ['states:DescribeExecution', 'states:StopExecution'],
      resources: ['states:execution:fleetmedic-recovery:*'],
      access: 'own',
      why: 'executions of the recovery machine are named by their incidents, which do not exist yet',
    },
    {
      actions: ['states:SendTaskSuccess'],
      resources: ['*'],
      access: 'own',
      why: 'the action knows no resources: it takes a token that names one waiting step and that only the table holds',
    },
  ],
  FLEETMEDIC_PAGE_TOPIC: [
    {
      actions: ['sns:Publish'],
      resources: ['{page-topic}'],
      access: 'own',
      why: 'calls people',
    },
  ],
  /** Used by the strategy that deploys configurations, and listed with it. */
  FLEETMEDIC_CONFIGURATION_STRATEGY: [],
  FLEETMEDIC_AUDIT_ARCHIVE: [
    {
      actions: ['s3:PutObject'],
      resources: ['{audit-archive}'],
      access: 'own',
      why: 'adds entries of the audit log to their archive; it can read, change and remove none',
    },
  ],
  FLEETMEDIC_MODELS: READ_VERSIONS,
  FLEETMEDIC_SLACK_SECRET: [
    {
      actions: ['secretsmanager:GetSecretValue'],
      resources: ['{slack-secret}'],
      access: 'read',
      why: 'checks that a click comes from Slack',
    },
  ],
};

const READ_METRICS: readonly Permission[] = [
  {
    actions: ['cloudwatch:GetMetricData'],
    resources: ['*'],
    access: 'read',
    why: 'metrics have no ARN: CloudWatch grants reading them all or none',
  },
];

const READ_RESOURCES: readonly Permission[] = [
  {
    actions: ['ecs:DescribeServices', 'ecs:ListServiceDeployments'],
    resources: ['ecs:service/*'],
    access: 'read',
    why: 'any ECS service can be put into the settings, and a read changes nothing',
  },
  {
    actions: ['ecs:DescribeServiceRevisions'],
    resources: ['ecs:service-revision/*'],
    access: 'read',
    why: 'the ids of revisions are given by ECS',
  },
  {
    actions: ['ecs:ListTaskDefinitions', 'application-autoscaling:DescribeScalableTargets'],
    resources: ['*'],
    access: 'read',
    why: 'these lists know no resources',
  },
  {
    actions: ['application-autoscaling:ListTagsForResource'],
    resources: ['application-autoscaling:scalable-target/*'],
    access: 'read',
    why: 'the ids of scalable targets are given by AWS',
  },
  {
    actions: [
      'appconfig:GetConfigurationProfile',
      'appconfig:ListEnvironments',
      'appconfig:ListDeployments',
      'appconfig:ListTagsForResource',
    ],
    resources: ['appconfig:application/*'],
    access: 'read',
    why: 'any configuration can be put into the settings, and a read changes nothing',
  },
  {
    actions: ['lambda:GetAlias', 'lambda:ListVersionsByFunction', 'lambda:ListTags'],
    resources: ['lambda:function:*'],
    access: 'read',
    why: 'any Lambda function can be put into the settings, and a read changes nothing',
  },
  {
    actions: ['ssm:ListTagsForResource'],
    resources: ['ssm:parameter/*'],
    access: 'read',
    why: 'any parameter can be put into the settings, and its tags say whether it may be read',
  },
  {
    actions: ['ssm:GetParameterHistory'],
    resources: ['ssm:parameter/*'],
    access: 'read',
    isManagedOnly: true,
    why: 'a parameter may hold anything, so that only those that carry the tags are read',
  },
];

/** What a function reads of the account, besides what its environment tells it of. */
export const READS_BY_FUNCTION: Readonly<Partial<Record<FunctionName, readonly Permission[]>>> = {
  'score-services': READ_METRICS,
  'predict-failures': READ_METRICS,
  'forecast-demand': [...READ_METRICS, ...READ_RESOURCES],
  'receive-signal': READ_RESOURCES,
  'plan-recovery': READ_RESOURCES,
  'begin-execution': READ_RESOURCES,
  'apply-action': READ_RESOURCES,
  'roll-back': READ_RESOURCES,
  'verify-recovery': READ_RESOURCES,
};

const UPDATE_SERVICE: Permission = {
  actions: ['ecs:UpdateService'],
  resources: ['ecs:service/*'],
  access: 'act',
  isManagedOnly: true,
  why: 'any ECS service can be put into the settings; the tags say which may be changed',
};

/** What each strategy does to the account, and what its way back does. */
export const PERMISSIONS_BY_STRATEGY: Readonly<Record<ActingStrategy, readonly Permission[]>> = {
  'service-restart': [UPDATE_SERVICE],
  'instance-scaling': [
    UPDATE_SERVICE,
    {
      actions: ['application-autoscaling:RegisterScalableTarget'],
      resources: ['application-autoscaling:scalable-target/*'],
      access: 'act',
      isManagedOnly: true,
      conditions: { StringEquals: { 'application-autoscaling:service-namespace': 'ecs' } },
      why: 'the ids of scalable targets are given by AWS; the tags say which may be changed',
    },
  ],
  'configuration-rollback': [
    UPDATE_SERVICE,
    {
      actions: ['appconfig:StartDeployment'],
      resources: ['appconfig:application/*'],
      access: 'act',
      isManagedOnly: true,
      why: 'the ids of AppConfig are given by AWS; application, environment and profile must each carry the tags',
    },
    {
      actions: ['appconfig:StartDeployment'],
      resources: ['{configuration-strategy}'],
      access: 'act',
      why: "the strategy of a deployment is Fleetmedic's own and says only how fast it goes; what is deployed where is limited by the statement above",
    },
    {
      actions: ['lambda:UpdateAlias'],
      resources: ['lambda:function:*'],
      access: 'act',
      isManagedOnly: true,
      why: 'any Lambda function can be put into the settings; the tags of the function say whether its aliases may be moved',
    },
    {
      actions: ['ssm:GetParameter'],
      resources: ['ssm:parameter/*'],
      access: 'read',
      isManagedOnly: true,
      why: 'the value of the earlier version, just before it is written again',
    },
    {
      actions: ['ssm:PutParameter'],
      resources: ['ssm:parameter/*'],
      access: 'act',
      isManagedOnly: true,
      conditions: { StringEquals: { 'ssm:Overwrite': 'true' } },
      why: 'any parameter can be put into the settings; the tags say which may be changed, and none can be created',
    },
  ],
};
