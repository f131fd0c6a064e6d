// The models of all faults this plant can suffer, by their number in the catalogue.

import type { FaultKind } from '../accident.ts';
import { badConfiguration, deploymentWithErrors } from './deployments.ts';
import { connectionLeak, memoryLeak } from './leaks.ts';
import { demandSurge, retryStorm, slowConsumers } from './load.ts';
import type { AccidentModel } from './model.ts';
import { badTask, slowThirdParty, wrongRoute } from './surroundings.ts';

/** One model per kind of fault. */
export const FAULT_MODELS: Readonly<Record<FaultKind, AccidentModel>> = {
  F1: deploymentWithErrors,
  F3: badConfiguration,
  F4: memoryLeak,
  F5: connectionLeak,
  F6: demandSurge,
  F8: slowThirdParty,
  F10: retryStorm,
  F12: badTask,
  F15: slowConsumers,
  F25: wrongRoute,
};
