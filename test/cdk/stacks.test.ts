import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { servedEndpoints } from '#contracts/api/served.ts';
import { METRIC_SERVICE_ALL, METRICS } from '#contracts/metrics.ts';
import { TABLE_KEYS } from '#contracts/table-keys.ts';
import { PREDICTION_PERIOD_SECONDS } from '#domain/failure/cadence.ts';
import { StopSwitchState } from '#domain/switch/stop-switch.ts';
import { FUNCTIONS } from '../../cdk/functions.ts';
import { RUNBOOK_SECTIONS } from '../../cdk/runbook.ts';
import { RELEASED } from '../../cdk/stacks/state-stack.ts';
import { type Resource, synthesize } from './synthesize.ts';

const deployment = synthesize();
const { templates, resourcesOf } = deployment;

function only(type: string): Resource {
  const [resource, ...others] = resourcesOf(type).values();
  if (!resource || others.length > 0)
    throw new Error(`${type}: ${others.length + (resource ? 1 : 0)} instead of one`);
  return resource;
}

describe('the state plane', () => {
  it('keeps the table recoverable and retained, with the keys of the contract', () => {
    const { Properties, DeletionPolicy } = only('AWS::DynamoDB::Table');

    expect(DeletionPolicy).toBe('Retain');
    expect(Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: TABLE_KEYS.partition }, { AttributeName: TABLE_KEYS.sort }],
      TimeToLiveSpecification: { AttributeName: TABLE_KEYS.ttl, Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      SSESpecification: { SSEEnabled: true },
      GlobalSecondaryIndexes: [{ IndexName: TABLE_KEYS.index, Projection: { ProjectionType: 'KEYS_ONLY' } }],
    });
  });

  it('locks the audit archive for a year', () => {
    templates.state.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: Match.objectLike({
        ObjectLockConfiguration: Match.objectLike({
          Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 365 } },
        }),
        VersioningConfiguration: { Status: 'Enabled' },
      }),
    });
  });

  it('begins with a stop switch that is released and can be read', () => {
    expect(StopSwitchState.parse(JSON.parse(RELEASED)).isEngaged).toBe(false);
    templates.state.hasResourceProperties('AWS::SSM::Parameter', { Value: RELEASED });
  });

  it('retains nothing but the table, the archive and the versions of models, and not even those when told so', () => {
    const retained = (of: typeof deployment) =>
      Object.values(of.templates).flatMap((template) =>
        Object.values<Resource>(template.toJSON()['Resources'])
          .filter(({ DeletionPolicy }) => DeletionPolicy?.startsWith('Retain'))
          .map(({ Type }) => Type),
      );

    expect(retained(deployment).toSorted()).toEqual([
      'AWS::DynamoDB::Table',
      'AWS::S3::Bucket',
      'AWS::S3::Bucket',
    ]);
    expect(retained(synthesize({ retain: 'false' }))).toEqual([]);
  });
});

describe('the observe plane', () => {
  it('predicts failures on the grid that predictions are made on', () => {
    templates.observe.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: `rate(${PREDICTION_PERIOD_SECONDS / 60} minutes)`,
      Targets: [Match.objectLike({ RetryPolicy: { MaximumRetryAttempts: 0 } })],
    });
  });

  it('ticks every minute, and does not make up for a missed tick', () => {
    templates.observe.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 minute)',
      Targets: [
        Match.objectLike({ RetryPolicy: { MaximumRetryAttempts: 0 }, DeadLetterConfig: Match.anyValue() }),
      ],
    });
  });

  it('repeats a failed shard alone, and puts it aside after three tries', () => {
    templates.observe.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 10 },
    });
    templates.observe.hasResourceProperties('AWS::SQS::Queue', {
      VisibilityTimeout: 360,
      RedrivePolicy: { maxReceiveCount: 3 },
    });
  });

  it('listens to every event that a change or an alarm can be read from', () => {
    const understood = [
      ...readFileSync('src/contracts/change-notice.ts', 'utf8').matchAll(/case '([^']+)':/g),
      ...readFileSync('src/contracts/alarm-notice.ts', 'utf8').matchAll(/detail-type'\] !== '([^']+)'/g),
    ];
    const heard = [...resourcesOf('AWS::Events::Rule').values()].flatMap(
      ({ Properties }): string[] => Properties.EventPattern?.['detail-type'] ?? [],
    );

    expect(understood.length).toBeGreaterThan(0);
    expect(heard).toEqual(expect.arrayContaining(understood.map(([, detailType]) => detailType)));
  });
});

it('the recover plane opens incidents for anomalies on its own bus', () => {
  templates.recover.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { source: ['fleetmedic'], 'detail-type': ['anomaly-detected'] },
    Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
  });
});

it('the archiver is handed new audit entries only; what fails for an hour is put aside', () => {
  templates.recover.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    EventSourceArn: Match.anyValue(),
    FilterCriteria: {
      Filters: [
        {
          Pattern: JSON.stringify({
            eventName: ['INSERT'],
            dynamodb: { Keys: { pk: { S: [{ prefix: 'audit#' }] } } },
          }),
        },
      ],
    },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    BisectBatchOnFunctionError: true,
    MaximumRecordAgeInSeconds: 3600,
    DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    StartingPosition: 'TRIM_HORIZON',
  });
});

it('the dashboard shows every metric that Fleetmedic publishes, by the function that does', () => {
  const body = JSON.stringify(only('AWS::CloudWatch::Dashboard').Properties.DashboardBody);
  const shown = [...body.replaceAll('\\', '').matchAll(/"Fleetmedic","(\w+)","service","([\w-]+)"/g)];
  const publishers = new Set([METRIC_SERVICE_ALL, ...FUNCTIONS.map(({ folder }): string => folder)]);

  expect(new Set(shown.map(([, metric]) => metric))).toEqual(new Set(Object.keys(METRICS)));
  expect(shown.filter(([, , service]) => !publishers.has(String(service)))).toEqual([]);
});

it('the people plane takes clicks from Slack, and lets no other request in without IAM, throttled and logged', () => {
  const routes = Object.values(templates.people.findResources('AWS::ApiGatewayV2::Route'));
  const open = routes.filter(({ Properties }) => Properties.AuthorizationType !== 'AWS_IAM');
  const keys = servedEndpoints().map(({ method, path }) => `${method} ${path}`);

  expect(open.map(({ Properties }) => Properties.RouteKey)).toEqual(['POST /slack/interactions']);
  expect(routes.map(({ Properties }) => Properties.RouteKey)).toEqual(expect.arrayContaining(keys));
  expect(routes).toHaveLength(keys.length + 1);
  templates.people.hasResourceProperties('AWS::ApiGatewayV2::Route', {
    RouteKey: 'POST /slack/interactions',
  });
  templates.people.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    DefaultRouteSettings: { ThrottlingRateLimit: 10 },
    AccessLogSettings: Match.anyValue(),
  });
});

describe('the alarms', () => {
  const alarms = [...resourcesOf('AWS::CloudWatch::Alarm').values()].map(({ Properties }) => Properties);
  const sectionOf = (description: string) => /docs\/runbook\.md#([a-z-]+)$/.exec(description)?.[1];

  it('each have a section in the runbook, and every section has an alarm', () => {
    const written = [...readFileSync('docs/runbook.md', 'utf8').matchAll(/^## (.+)$/gm)].map(
      ([, name]) => name,
    );
    const named = new Set(alarms.map(({ AlarmDescription }) => sectionOf(AlarmDescription)));

    expect(written).toEqual([...RUNBOOK_SECTIONS]);
    expect(named).toEqual(new Set(RUNBOOK_SECTIONS));
  });

  it('call people exactly when they are critical', () => {
    for (const { AlarmDescription, AlarmActions = [] } of alarms) {
      expect(AlarmActions).toHaveLength(AlarmDescription.includes('Severity: critical') ? 1 : 0);
    }
  });

  it('may publish to the topic that calls people, and so may the rule of the stop switch', () => {
    const [policy] = resourcesOf('AWS::SNS::TopicPolicy').values();
    const publishers = policy?.Properties.PolicyDocument.Statement.filter(
      ({ Effect }: { readonly Effect: string }) => Effect === 'Allow',
    ).map(({ Principal }: { readonly Principal: { readonly Service: string } }) => Principal.Service);

    expect(publishers).toEqual(['cloudwatch.amazonaws.com', 'events.amazonaws.com']);
  });

  it('take silence of the heartbeat for death', () => {
    templates.operations.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'fleetmedic-heartbeat-missing',
      TreatMissingData: 'breaching',
      ComparisonOperator: 'LessThanThreshold',
      EvaluationPeriods: 3,
    });
  });

  it('watch every queue of what could not be delivered', () => {
    const deadLetters = [...resourcesOf('AWS::SQS::Queue').values()].filter(
      ({ Properties }) => Properties.MessageRetentionPeriod === 14 * 24 * 3600,
    );
    const watching = alarms.filter(({ MetricName }) => MetricName === 'ApproximateNumberOfMessagesVisible');

    expect(watching).toHaveLength(deadLetters.length);
  });
});

it('everything that can be tagged says which part it is of', () => {
  const untagged = Object.entries(templates).flatMap(([plane, template]) =>
    ['AWS::Lambda::Function', 'AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::S3::Bucket', 'AWS::IAM::Role']
      .flatMap((type) => Object.values(template.findResources(type)))
      .filter(
        ({ Properties }) =>
          !JSON.stringify(Properties.Tags ?? []).includes(`"fleetmedic:part","Value":"${plane}"`),
      ),
  );

  expect(untagged).toEqual([]);
});

it('an emulator gets the same but for what it lacks', () => {
  const local = synthesize({ target: 'local', architecture: 'arm64' });
  const types = (of: typeof deployment) =>
    new Set(
      Object.values(of.templates).flatMap((template) =>
        Object.values<Resource>(template.toJSON()['Resources']).map(({ Type }) => Type),
      ),
    );

  expect([...types(deployment)].filter((type) => !types(local).has(type)).toSorted()).toEqual([
    'AWS::CodeDeploy::Application',
    'AWS::CodeDeploy::DeploymentGroup',
  ]);
});
