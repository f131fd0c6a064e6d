// The durable recovery flows on Step Functions: one execution per incident, named by its execution id, so that starting
// it twice is harmless.

import {
  DescribeExecutionCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Recoveries } from '#application/ports/operations.ts';
import { digestOf } from '#contracts/digest.ts';
import type { ExecutionId } from '#domain/ids.ts';
import { calling, isAnyOf, translateError } from './errors.ts';

/** The longest name of an execution. */
const MAX_NAME_LENGTH = 80;
/** Characters of the digest that keeps a shortened name apart from others: 64 bits. */
const DIGEST_LENGTH = 16;
/** What Step Functions answers for a token that no step waits with any more. */
const NO_LONGER_WAITING = ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'];

export interface RecoveriesOptions {
  readonly client: SFNClient;
  /** `arn:aws:states:<region>:<account>:stateMachine:<name>`. */
  readonly stateMachineArn: string;
}

/** The recoveries of this state machine. */
export function stepFunctionsRecoveries({ client, stateMachineArn }: RecoveriesOptions): Recoveries {
  const arnOf = (executionId: ExecutionId) =>
    `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${executionNameOf(executionId)}`;

  return {
    async start(executionId, incidentId) {
      const name = executionNameOf(executionId);
      const input = JSON.stringify({ executionId, incidentId });
      const command = new StartExecutionCommand({ stateMachineArn, name, input });
      await unless(['ExecutionAlreadyExists'], `start ${executionId}`, () => client.send(command));
    },
    async answer(taskToken, answer) {
      const command = new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(answer) });
      const taken = await unless(NO_LONGER_WAITING, 'answer a waiting step', () => client.send(command));
      return taken !== undefined;
    },
    async stop(executionId, cause) {
      if (!(await isRunning(client, arnOf(executionId)))) return;
      const command = new StopExecutionCommand({ executionArn: arnOf(executionId), error: 'Stopped', cause });
      await calling(`stop ${executionId}`, () => client.send(command));
    },
    isRunning: (executionId) => isRunning(client, arnOf(executionId)),
  };
}

async function isRunning(client: SFNClient, executionArn: string): Promise<boolean> {
  const command = new DescribeExecutionCommand({ executionArn });
  const execution = await unless(['ExecutionDoesNotExist'], `read ${executionArn}`, () =>
    client.send(command),
  );
  return execution?.status === 'RUNNING';
}

/** The answer of a call, or undefined when it fails in one of the expected ways. */
async function unless<Answer>(
  expected: readonly string[],
  attempt: string,
  call: () => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isAnyOf(error, expected)) return undefined;
    throw translateError(error, attempt);
  }
}

/** The id itself where it is a legal name; a longer one is cut and told apart by its digest. */
export function executionNameOf(executionId: ExecutionId): string {
  const name = executionId.replaceAll(/[^A-Za-z0-9_-]/g, '_');
  if (name === executionId && name.length <= MAX_NAME_LENGTH) return name;
  const digest = digestOf(executionId).slice(0, DIGEST_LENGTH);
  return `${name.slice(0, MAX_NAME_LENGTH - DIGEST_LENGTH - 1)}-${digest}`;
}
