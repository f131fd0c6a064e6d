import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import { STRATEGIES } from '#strategies/registry.ts';
import { ACTING_STRATEGIES } from '../../cdk/functions.ts';
import { describePermissions } from '../../cdk/permission-document.ts';
import { changesOf, statementsOf } from './statements.ts';
import { synthesize } from './synthesize.ts';

const deployment = synthesize();
const statements = statementsOf(deployment);
const REFUSED = 'StringNotEquals aws:ResourceTag/fleetmedic:deny true';
const MANAGED = `StringEquals aws:ResourceTag/fleetmedic:managed true, ${REFUSED}`;

it('every action that changes something is on this list, with what it is limited to', () => {
  expect(changesOf(statements)).toEqual(
    [
      // What belongs to the user.
      `appconfig:StartDeployment on appconfig:application/* if ${MANAGED}`,
      'appconfig:StartDeployment on appconfig:deploymentstrategy/ConfigurationStrategy',
      `application-autoscaling:RegisterScalableTarget on application-autoscaling:scalable-target/* if StringEquals application-autoscaling:service-namespace ecs, ${MANAGED}`,
      `ecs:UpdateService on ecs:service/* if ${MANAGED}`,
      `lambda:UpdateAlias on lambda:function:* if ${MANAGED}`,
      `ssm:PutParameter on ssm:parameter/* if StringEquals aws:ResourceTag/fleetmedic:managed true, StringEquals ssm:Overwrite true, ${REFUSED}`,
      // What belongs to Fleetmedic.
      'dynamodb:DeleteItem on Table, Table/index/byList',
      'dynamodb:PutItem on Table, Table/index/byList',
      'dynamodb:UpdateItem on Table, Table/index/byList',
      'events:PutEvents on Bus',
      'lambda:InvokeFunction on the steps',
      'logs:CreateLogStream on its own log',
      'logs:PutLogEvents on its own log',
      's3:PutObject on AuditArchive/audit/*',
      'sns:Publish on Pages',
      'sqs:ChangeMessageVisibility on Polls',
      'sqs:DeleteMessage on Polls',
      'sqs:ReceiveMessage on Polls',
      'sqs:SendMessage on Polls',
      'sqs:SendMessage on Undelivered',
      'states:StartExecution on states:stateMachine:fleetmedic-recovery',
      'states:StopExecution on states:execution:fleetmedic-recovery:*',
      // Actions that know no resources: each with its reason in cdk/permissions.ts or beside the construct.
      'logs:CreateLogDelivery on *',
      'logs:DeleteLogDelivery on *',
      'logs:PutResourcePolicy on *',
      'logs:UpdateLogDelivery on *',
      'states:SendTaskSuccess on *',
      'xray:PutTelemetryRecords on *',
      'xray:PutTraceSegments on *',
    ].toSorted(),
  );
});

it('only the role of a strategy can change what belongs to the user', () => {
  const actors = statements
    .filter(({ actions }) =>
      actions.some((action) =>
        /^(ecs:Update|appconfig:Start|application-autoscaling:Reg|lambda:Update|ssm:Put)/.test(action),
      ),
    )
    .map(({ role }) => role);

  expect(actors.filter((role) => !role.startsWith('recover/Strategy'))).toEqual([]);
  expect(new Set(actors).size).toBe(ACTING_STRATEGIES.length);
});

it('no function can write the stop switch: it carries the tag that every write is refused by', () => {
  const writes = statements.filter(({ actions }) => actions.includes('ssm:PutParameter'));

  expect(writes.length).toBeGreaterThan(0);
  for (const { conditions } of writes) {
    expect(conditions['StringNotEquals']).toEqual({ 'aws:ResourceTag/fleetmedic:deny': 'true' });
  }
  deployment.templates.state.hasResourceProperties('AWS::SSM::Parameter', {
    Tags: Match.objectLike({ 'fleetmedic:deny': 'true' }),
  });
  const actions = statements.flatMap((statement) => statement.actions);
  expect(actions.filter((action) => /^ssm:.*Tags?(To|From)/.test(action))).toEqual([]);
});

it('the archiver can add to the archive and reach nothing else of Fleetmedic', () => {
  const own = statements.filter(({ role }) => role.startsWith('recover/ArchiveAudit'));

  expect(changesOf(own)).toEqual(
    [
      'logs:CreateLogStream on its own log',
      'logs:PutLogEvents on its own log',
      's3:PutObject on AuditArchive/audit/*',
      'sqs:SendMessage on Undelivered',
      'xray:PutTelemetryRecords on *',
      'xray:PutTraceSegments on *',
    ].toSorted(),
  );
  expect(own.flatMap(({ actions }) => actions).filter((action) => /Query|GetItem|Scan/.test(action))).toEqual(
    [],
  );
});

it('each strategy that acts has permissions', () => {
  expect([...ACTING_STRATEGIES].toSorted()).toEqual(STRATEGIES.map(({ name }) => name).toSorted());
});

it('docs/permissions.md is what the list says; run `npm run permissions`', () => {
  expect(readFileSync('docs/permissions.md', 'utf8')).toBe(describePermissions());
});
