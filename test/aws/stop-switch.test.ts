import { randomUUID } from 'node:crypto';
import { DeleteParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { expect, it } from 'vitest';
import { makeClient } from '#adapters/aws/clients.ts';
import { ssmStopSwitch } from '#adapters/aws/stop-switch.ts';
import { NEVER_ENGAGED } from '#domain/switch/stop-switch.ts';
import { manualClock } from '../builders.ts';
import { describeStopSwitch } from '../contracts/stop-switch.contract.ts';
import { describeAws } from './place.ts';

describeAws('in SSM', () => {
  describeStopSwitch('the SSM', async () => {
    const { parameterName, client } = await createParameter(JSON.stringify(NEVER_ENGAGED));
    return {
      store: ssmStopSwitch({ client, parameterName }),
      clock: manualClock(),
      reopen: async () => ssmStopSwitch({ client: makeClient(SSMClient), parameterName }),
    };
  });

  it.each(['', 'off', '{"isEngaged":false}'])('a switch that holds "%s" cannot be read', async (value) => {
    const parameter = await createParameter(value || ' ');

    await expect(ssmStopSwitch(parameter).read()).rejects.toMatchObject({ name: 'DependencyError' });
  });

  it('a switch that is missing cannot be read', async () => {
    const parameter = await createParameter('{}');
    await parameter.client.send(new DeleteParameterCommand({ Name: parameter.parameterName }));

    await expect(ssmStopSwitch(parameter).read()).rejects.toThrow('read the stop switch /fleetmedic/');
  });
});

/** As the stack creates it. */
async function createParameter(value: string) {
  const parameterName = `/fleetmedic/${randomUUID()}/stop-switch`;
  const client = makeClient(SSMClient);
  await client.send(new PutParameterCommand({ Name: parameterName, Value: value, Type: 'String' }));
  return { client, parameterName };
}
