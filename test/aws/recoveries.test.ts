import { CreateStateMachineCommand, DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeClient } from '#adapters/aws/clients.ts';
import { executionNameOf, stepFunctionsRecoveries } from '#adapters/aws/recoveries.ts';
import { ExecutionId, IncidentId } from '#domain/ids.ts';
import { startAnsweringServer } from './answering-server.ts';
import { describeAws, useFreshAccount } from './place.ts';

const INCIDENT = IncidentId.parse('inc-checkout-t6cvk1');
const EXECUTION = ExecutionId.parse('rec-inc-checkout-t6cvk1');
const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:recovery';

describeAws('recoveries on Step Functions', () => {
  beforeAll(useFreshAccount);

  it('are started once, however often they are asked for, with what the first step needs', async () => {
    const { client, recoveries, arnOf } = await createMachine('start');

    await recoveries.start(EXECUTION, INCIDENT);
    await recoveries.start(EXECUTION, INCIDENT);

    const { input = '' } = await client.send(
      new DescribeExecutionCommand({ executionArn: arnOf(EXECUTION) }),
    );
    expect(JSON.parse(input)).toEqual({ executionId: EXECUTION, incidentId: INCIDENT });
    expect(await recoveries.isRunning(EXECUTION)).toBe(true);
  });

  it('are stopped, and stopping them twice changes nothing', async () => {
    const { client, recoveries, arnOf } = await createMachine('stop');
    await recoveries.start(EXECUTION, INCIDENT);

    await recoveries.stop(EXECUTION, 'A person engaged the stop switch');
    await recoveries.stop(EXECUTION, 'again');

    const { status } = await client.send(new DescribeExecutionCommand({ executionArn: arnOf(EXECUTION) }));
    expect(status).toBe('ABORTED');
    expect(await recoveries.isRunning(EXECUTION)).toBe(false);
  });

  it('are not running when nobody started them, and stopping them is harmless', async () => {
    const { recoveries } = await createMachine('never');

    await recoveries.stop(EXECUTION, 'no reason');

    expect(await recoveries.isRunning(EXECUTION)).toBe(false);
  });

  it('do not wait with a token that nobody was given', async () => {
    const { recoveries } = await createMachine('answer');

    expect(await recoveries.answer('AAAA', { outcome: 'approved' })).toBe(false);
  });
});

describe('an answer to a waiting step', () => {
  it('is handed over with the token it waits with', async () => {
    const server = await startAnsweringServer(() => ({ body: {} }));

    expect(await recoveriesOf(MACHINE).answer('token-1', { outcome: 'approved' })).toBe(true);

    expect(server.requests).toEqual([
      expect.objectContaining({
        operation: 'SendTaskSuccess',
        body: { taskToken: 'token-1', output: '{"outcome":"approved"}' },
      }),
    ]);
  });

  it.each(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'])(
    'is not taken any more: %s',
    async (error) => {
      await startAnsweringServer(() => ({ error }));

      expect(await recoveriesOf(MACHINE).answer('token-1', { outcome: 'approved' })).toBe(false);
    },
  );
});

describe('Step Functions that fail', () => {
  it.each([
    ['start', () => recoveriesOf(MACHINE).start(EXECUTION, INCIDENT)],
    ['answer', () => recoveriesOf(MACHINE).answer('token-1', { outcome: 'approved' })],
    ['stop', () => recoveriesOf(MACHINE).stop(EXECUTION, 'reason')],
    ['ask', () => recoveriesOf(MACHINE).isRunning(EXECUTION)],
  ])('are an error of ours: %s', async (_call, call) => {
    await startAnsweringServer(() => ({ error: 'AccessDeniedException' }));

    await expect(call()).rejects.toMatchObject({ name: 'ForbiddenError' });
  });
});

describe('the name of an execution', () => {
  it('is its id', () => {
    expect(executionNameOf(EXECUTION)).toBe(EXECUTION);
  });

  it('is cut where it is too long, and stays apart from others', () => {
    const long = `rec-inc-${'very-'.repeat(20)}`;

    const names = ['a', 'b'].map((end) => executionNameOf(ExecutionId.parse(`${long}${end}`)));

    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^rec-inc-very-[a-z-]+[0-9a-f]{16}$/);
    expect(names.map((name) => name.length)).toEqual([80, 80]);
  });

  it('has no characters that Step Functions refuses', () => {
    expect(executionNameOf(ExecutionId.parse('rec-inc-ä b'))).toMatch(/^rec-inc-__b-[0-9a-f]{16}$/);
  });
});

function recoveriesOf(stateMachineArn: string) {
  return stepFunctionsRecoveries({ client: makeClient(SFNClient), stateMachineArn });
}

/** A machine that waits for an hour. */
async function createMachine(name: string) {
  const client = makeClient(SFNClient);
  const definition = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 3600, End: true } } };
  const { stateMachineArn = '' } = await client.send(
    new CreateStateMachineCommand({
      name: `recovery-${name}`,
      definition: JSON.stringify(definition),
      roleArn: 'arn:aws:iam::123456789012:role/recovery',
    }),
  );
  const arnOf = (id: ExecutionId) => `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${id}`;
  return { client, arnOf, recoveries: stepFunctionsRecoveries({ client, stateMachineArn }) };
}
