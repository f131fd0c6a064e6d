import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { makeClient } from '#adapters/aws/clients.ts';
import { startAnsweringServer } from './answering-server.ts';

const COMMAND = new GetParameterCommand({ Name: '/fleetmedic/stop-switch' });
const BROKEN = { error: 'InternalServerError', status: 500 };

describe('a client', () => {
  it('tries a call again that broke, and counts each attempt', async () => {
    const answers = [BROKEN, BROKEN, { body: { Parameter: { Value: 'on' } } }];
    await startAnsweringServer(() => answers.shift() ?? BROKEN);
    const counted: string[] = [];
    const meter = { count: (service: string, operation: string) => counted.push(`${service} ${operation}`) };

    const { Parameter } = await makeClient(SSMClient, { meter }).send(COMMAND);

    expect(Parameter?.Value).toBe('on');
    expect(counted).toEqual(['SSM GetParameter', 'SSM GetParameter', 'SSM GetParameter']);
  });

  it.each([
    ['three times', {}, 3],
    ['once where a second time could change something twice', { isMutating: true }, 1],
  ])('gives up after it tried %s', async (_often, options, attempts) => {
    const server = await startAnsweringServer(() => BROKEN);

    await expect(makeClient(SSMClient, options).send(COMMAND)).rejects.toThrow('on purpose');

    expect(server.requests).toHaveLength(attempts);
  });
});
