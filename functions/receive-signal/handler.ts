// Consumer of the events that AWS services send about themselves: deployments, configuration, scaling. Parse, call, shape.

import { receiveSignal } from '#application/receive-signal.ts';
import { CloudEvent } from '#contracts/cloud-event.ts';
import { ReceiveSignalOutput } from '#contracts/steps/observe.ts';
import { step } from '#runtime/step.ts';

export const handler = step(
  { name: 'receive-signal', input: CloudEvent, output: ReceiveSignalOutput },
  receiveSignal,
);
