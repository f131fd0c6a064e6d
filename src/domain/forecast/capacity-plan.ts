// From what will be asked of a service in the coming week to the tasks it needs (M55, M57): one step up a window, early
// enough, with head room; and never a step down, because a forecast alone is no reason to take capacity away.

import { numberAt } from '#domain/baseline/number-at.ts';
import { type CostEstimate, estimateCost } from '#domain/cost/estimate.ts';
import type { QuantileForecast } from '#domain/forecast/demand-forecast.ts';
import { type Instant, secondsAfter } from '#domain/ids.ts';

const SECONDS_PER_HOUR = 3600;
/** How much further q95 lies from the middle than q90, for a normal distribution: capacity holds in 95 of 100 hours (K11). */
const Q95_OF_Q90 = 1.2835;

/** What one task can do, and what it is billed for. */
export interface TaskUnit {
  /** Demand that one task serves, in the unit of the forecast. */
  readonly capacity: number;
  readonly vcpus: number;
  readonly memoryGb: number;
}

/** What a task is taken for where the settings do not say: the smaller half of what people run on Fargate. */
export const ASSUMED_TASK_SIZE = { vcpus: 0.5, memoryGb: 1 } as const;

export interface CapacityQuestion {
  /** When the first hour begins. */
  readonly from: Instant;
  /** The demand of each coming hour. */
  readonly hours: readonly QuantileForecast[];
  readonly unit: TaskUnit;
  /** Tasks that there are now. */
  readonly presentTasks: number;
  /** Part of the capacity that is to stay free, 0 to below 1. */
  readonly headRoom: number;
  /** Tasks added in one hour at most: a plan is carried out gradually, so that each step can be judged. */
  readonly largestStep: number;
  /** What added tasks may cost over these hours; any amount where it is absent. */
  readonly mostDollars?: number | undefined;
}

export interface CapacityHour {
  readonly at: Instant;
  readonly expected: number;
  /** What demand stays below in 95 of 100 cases. */
  readonly atMost: number;
  /** Tasks that this demand needs, with head room. */
  readonly neededTasks: number;
  /** Tasks that the plan has there. */
  readonly plannedTasks: number;
}

export interface CapacityStep {
  readonly at: Instant;
  readonly fromTasks: number;
  readonly toTasks: number;
}

export interface CapacityPlan {
  readonly hours: readonly CapacityHour[];
  /** In order of time; none when what there is suffices. */
  readonly steps: readonly CapacityStep[];
  /** The first hour that is not met, because steps or costs are limited. */
  readonly shortAt: Instant | undefined;
  /** The plan would have more tasks if they might cost more. */
  readonly isCapped: boolean;
  /** What the added tasks cost over these hours. */
  readonly addedCost: CostEstimate;
  /** Hours of tasks that no demand asks for: what scaling in by measured load could save. */
  readonly spareTaskHours: number;
}

/** The gradual plan for the hours of a forecast. */
export function planCapacity(question: CapacityQuestion): CapacityPlan {
  const { from, hours: demand, presentTasks } = question;
  const needed = demand.map((hour) => neededTasks(hour, question));
  const wished = plannedTasks(needed, question);
  const planned = withinCost(wished, question);
  const hours = demand.map((hour, index) => ({
    at: secondsAfter(from, index * SECONDS_PER_HOUR),
    expected: hour.q50,
    atMost: highDemand(hour),
    neededTasks: numberAt(needed, index),
    plannedTasks: numberAt(planned, index),
  }));
  const spare = hours.reduce((sum, hour) => sum + Math.max(0, hour.plannedTasks - hour.neededTasks), 0);
  return {
    hours,
    steps: stepsOf(hours, presentTasks),
    shortAt: hours.find((hour) => hour.plannedTasks < hour.neededTasks)?.at,
    isCapped: planned.some((tasks, index) => tasks < numberAt(wished, index)),
    addedCost: addedCostOf(planned, question),
    spareTaskHours: spare,
  };
}

/** What so many hours of tasks are billed for. */
export function costOfTasks(
  taskHours: number,
  { vcpus, memoryGb }: Omit<TaskUnit, 'capacity'>,
): CostEstimate {
  return estimateCost({ 'task-cpu': taskHours * vcpus, 'task-memory': taskHours * memoryGb });
}

function addedCostOf(planned: readonly number[], { presentTasks, unit }: CapacityQuestion): CostEstimate {
  const added = planned.reduce((sum, tasks) => sum + tasks - presentTasks, 0);
  return costOfTasks(added, unit);
}

/** The plan under the highest ceiling that may be paid for: the peak is cut, all below it stays as it is. */
function withinCost(wished: readonly number[], question: CapacityQuestion): readonly number[] {
  const { mostDollars = Number.POSITIVE_INFINITY, presentTasks } = question;
  let planned = wished;
  for (let ceiling = Math.max(presentTasks, ...wished) - 1; ceiling >= presentTasks; ceiling--) {
    if (addedCostOf(planned, question).dollars <= mostDollars) break;
    planned = wished.map((tasks) => Math.min(tasks, ceiling));
  }
  return planned;
}

/** What demand stays below in 95 of 100 cases. */
export function highDemand({ q50, q90 }: QuantileForecast): number {
  return q50 + Q95_OF_Q90 * (q90 - q50);
}

function neededTasks(hour: QuantileForecast, { unit, headRoom }: CapacityQuestion): number {
  return Math.max(1, Math.ceil(highDemand(hour) / (unit.capacity * (1 - headRoom))));
}

/** Never fewer than before, never more than a step above it, and begun early enough for what comes. */
function plannedTasks(
  needed: readonly number[],
  { presentTasks, largestStep }: CapacityQuestion,
): readonly number[] {
  const wanted = [...needed];
  for (let hour = wanted.length - 2; hour >= 0; hour--)
    wanted[hour] = Math.max(numberAt(wanted, hour), numberAt(wanted, hour + 1) - largestStep);
  let tasks = presentTasks;
  return wanted.map((want) => {
    tasks = Math.max(tasks, Math.min(want, tasks + largestStep));
    return tasks;
  });
}

function stepsOf(hours: readonly CapacityHour[], presentTasks: number): readonly CapacityStep[] {
  const steps: CapacityStep[] = [];
  let tasks = presentTasks;
  for (const { at, plannedTasks: planned } of hours) {
    if (planned > tasks) steps.push({ at, fromTasks: tasks, toTasks: planned });
    tasks = planned;
  }
  return steps;
}
