import { DynamoDBClient, GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { meteredClient, takeSpent } from '#runtime/aws/metering.ts';
import { describeAws, useFreshAccount } from './place.ts';

describeAws('what the healer spends', () => {
  it('counts every call of every client, and is told once', async () => {
    useFreshAccount();
    const client = meteredClient(DynamoDBClient, { isMutating: true });
    const read = new GetItemCommand({ TableName: 'nowhere', Key: { pk: { S: 'a' } } });

    await client.send(new ListTablesCommand({}));
    await client.send(read).catch(() => undefined);
    const [spent, again] = [takeSpent(), takeSpent()];

    expect(spent.calls).toBe(2);
    expect(spent.microdollars).toBeCloseTo(0.125, 6);
    expect(again).toEqual({ calls: 0, microdollars: 0 });
  });
});
