// The strategies that exist, in the order they are considered: what takes nothing away comes first.

import { NotFoundError } from '#domain/errors.ts';
import { alertEscalation } from '#strategies/alert-escalation/strategy.ts';
import { configurationRollback } from '#strategies/configuration-rollback/strategy.ts';
import { instanceScaling } from '#strategies/instance-scaling/strategy.ts';
import { serviceRestart } from '#strategies/service-restart/strategy.ts';
import type { LastResort, Strategy } from '#strategies/strategy.ts';

/** All strategies that act. Adding one means adding it here and to `StrategyName`; see _template/README.md. */
export const STRATEGIES: readonly Strategy[] = [instanceScaling, configurationRollback, serviceRestart];

/** What is left when none of them may act. */
export const LAST_RESORT: LastResort = alertEscalation;

/** The acting strategy of that name. Throws NotFoundError listing those there are. */
export function strategyByName(name: string): Strategy {
  const strategy = STRATEGIES.find((each) => each.name === name);
  if (strategy) return strategy;
  const names = STRATEGIES.map((each) => each.name).join(', ');
  throw new NotFoundError(`There is no strategy "${name}"; there are ${names}`);
}
