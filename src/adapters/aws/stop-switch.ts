// The stop switch in an SSM parameter: read at every call, never kept in memory (I2). The stack creates it released;
// one that is missing or cannot be read counts as engaged, which is the caller's rule.

import { GetParameterCommand, PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { StopSwitch } from '#application/ports/operations.ts';
import { DependencyError } from '#domain/errors.ts';
import { StopSwitchState } from '#domain/switch/stop-switch.ts';
import { calling } from './errors.ts';

export interface StopSwitchOptions {
  readonly client: SSMClient;
  readonly parameterName: string;
}

/** The switch in the parameter of this name, which must exist and hold a StopSwitchState as JSON. */
export function ssmStopSwitch({ client, parameterName }: StopSwitchOptions): StopSwitch {
  return {
    async read() {
      const command = new GetParameterCommand({ Name: parameterName });
      const { Parameter } = await calling(`read the stop switch ${parameterName}`, () =>
        client.send(command),
      );
      return parseState(Parameter?.Value, parameterName);
    },
    async write(state) {
      const command = new PutParameterCommand({
        Name: parameterName,
        Value: JSON.stringify(state),
        Type: 'String',
        Overwrite: true,
      });
      await calling(`write the stop switch ${parameterName}`, () => client.send(command));
    },
  };
}

function parseState(value: string | undefined, parameterName: string): StopSwitchState {
  try {
    return StopSwitchState.parse(JSON.parse(value ?? ''));
  } catch (error) {
    throw new DependencyError(
      `The stop switch ${parameterName} holds no state that can be read (${String(error)}); engage or release it anew`,
    );
  }
}
