// Consumer of what AWS services tell: events about themselves (deployments, configuration, scaling), and the error lines
// of log groups. Parse, call, shape.

import { type CollectErrorsDeps, collectErrors } from '#application/collect-errors.ts';
import { type ReceiveSignalDeps, receiveSignal } from '#application/receive-signal.ts';
import { ReceiveSignalInput, ReceiveSignalOutput } from '#contracts/steps/observe.ts';
import { readLogDelivery } from '#runtime/log-delivery.ts';
import { step } from '#runtime/step.ts';

export const handler = step(
  { name: 'receive-signal', input: ReceiveSignalInput, output: ReceiveSignalOutput },
  (deps: ReceiveSignalDeps & CollectErrorsDeps, signal) =>
    'awslogs' in signal ? collectErrors(deps, readLogDelivery(signal)) : receiveSignal(deps, signal),
);
