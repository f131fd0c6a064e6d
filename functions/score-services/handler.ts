// Consumer of the poll queue: reads and judges the services of each shard. Parse, call, shape.

import { scoreServices } from '#application/score-services.ts';
import { PollShard } from '#contracts/events.ts';
import { queueConsumer } from '#runtime/consumer.ts';

export const handler = queueConsumer(PollShard, scoreServices);
