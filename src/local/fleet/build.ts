// Builds the fixed part of the fleet from the blueprint: cells, their sizes, and the call graph's order.

import { buildResourceId } from '#contracts/naming.ts';
import { ServiceId } from '#domain/ids.ts';
import { CALL_PLANS, EXTERNAL_PLANS, SERVICE_PLANS, type ServicePlan } from './blueprint.ts';
import { openStream } from './random.ts';
import { peakArrivals, sizeService } from './sizing.ts';
import type { CallSpec, DatabaseSpec, ExternalSpec, FleetSpec, QueueSpec, ServiceSpec } from './spec.ts';

/** Largest relative difference in size between cells. */
const CELL_SIZE_SPREAD = 0.5;
/** SRE book, "Handling Overload": at most one retry per ten requests. */
const RETRY_BUDGET = 0.1;
const RETRY_CHANCE = 0.7;

interface CellPart {
  readonly plan: ServicePlan;
  readonly cell: number;
  readonly scope: string;
}

/** The name that the cell of a service bears: `shop`, `shop-2`, `shop-3`. */
function scopeOf(cell: number): string {
  return cell === 0 ? 'shop' : `shop-${cell + 1}`;
}

/** `checkout` in the first cell, `shop-2-checkout` in the second. */
function idIn(cell: number, name: string): ServiceId {
  return ServiceId.parse(cell === 0 ? name : `${scopeOf(cell)}-${name}`);
}

function cellParts(serviceCount: number): CellPart[] {
  const parts: CellPart[] = [];
  for (let index = 0; index < serviceCount; index += 1) {
    const cell = Math.floor(index / SERVICE_PLANS.length);
    const plan = SERVICE_PLANS[index % SERVICE_PLANS.length];
    if (plan) parts.push({ plan, cell, scope: scopeOf(cell) });
  }
  return parts;
}

/** Third parties of the cells; each is called by one service, in one way. The call is filled in when it is known. */
function buildExternals(parts: readonly CellPart[]): Omit<ExternalSpec, 'call'>[] {
  const called = parts.flatMap(({ plan, cell, scope }, caller) =>
    EXTERNAL_PLANS.filter(({ name }) =>
      CALL_PLANS.some(({ from, to }) => from === plan.name && to === name),
    ).map((external) => ({ ...external, cell, scope, caller })),
  );
  return called.map(({ name, seconds, cell, scope, caller }, index) => ({
    index,
    id: idIn(cell, name),
    resourceId: buildResourceId({ type: 'external-dependency', scope, name }),
    seconds,
    caller,
  }));
}

type PlannedExternal = Pick<ExternalSpec, 'resourceId'>;

function buildCalls(parts: readonly CellPart[], externals: readonly PlannedExternal[]): CallSpec[] {
  const planned = parts.flatMap(({ plan }, from) =>
    CALL_PLANS.filter((call) => call.from === plan.name).map((call) => ({ from, call })),
  );
  return planned
    .map(({ from, call }) => ({ from, call, ...findCallee(parts, externals, { from, name: call.to }) }))
    .filter(({ to, external }) => to !== undefined || external !== undefined)
    .map(({ from, call, to, external }, index) => ({
      index,
      from,
      to,
      external,
      callsPerRequest: call.perRequest,
      timeoutSeconds: call.timeoutSeconds,
      retryChance: RETRY_CHANCE,
      retryBudget: RETRY_BUDGET,
      isOptional: call.isOptional ?? false,
      hasFallback: external !== undefined,
      isOnMiss: call.isOnMiss ?? false,
    }));
}

/** The called service or third party of the caller's cell; neither, where a part of a cell lacks it. */
function findCallee(
  parts: readonly CellPart[],
  externals: readonly PlannedExternal[],
  { from, name }: { readonly from: number; readonly name: string },
): { to: number | undefined; external: number | undefined } {
  const cell = parts[from]?.cell ?? 0;
  const externalId = `external-dependency/${scopeOf(cell)}/${name}`;
  return {
    to: indexOrNone(parts.findIndex((part) => part.cell === cell && part.plan.name === name)),
    external: indexOrNone(externals.findIndex(({ resourceId }) => resourceId === externalId)),
  };
}

/** Cores of a database and processor time of one query: sized to stay below half use at three times the usual peak. */
const DATABASE_VCPUS = 4;
const DATABASE_CPU_SECONDS_PER_QUERY = 0.0025;

function buildDatabases(parts: readonly CellPart[], services: readonly ServiceSpec[]): DatabaseSpec[] {
  const databases: DatabaseSpec[] = [];
  for (const [index, { plan, scope }] of parts.entries()) {
    if (!plan.database) continue;
    const resourceId = buildResourceId({ type: 'rds-instance', scope, name: plan.database });
    const known = databases.findIndex((database) => database.resourceId === resourceId);
    const users = known < 0 ? [index] : [...(databases[known]?.users ?? []), index];
    const database = {
      index: known < 0 ? databases.length : known,
      resourceId,
      vcpus: DATABASE_VCPUS,
      cpuSecondsPerQuery: DATABASE_CPU_SECONDS_PER_QUERY,
      connectionLimit: connectionLimitFor(users, services),
      users,
    };
    databases[database.index] = database;
  }
  return databases;
}

/**
 * Connections the database grants: enough for its hungriest user at full pools next to the others at rest and half as
 * many again, but not for much more. An operator sizes max_connections like this, and a leak eats what is spare.
 */
function connectionLimitFor(users: readonly number[], services: readonly ServiceSpec[]): number {
  let atRest = 0;
  let hungriest = 0;
  for (const user of users) {
    const { pool, peakTasks } = services[user] ?? {};
    if (!pool || !peakTasks) continue;
    atRest += peakTasks * pool.minIdle;
    hungriest = Math.max(hungriest, peakTasks * (pool.size - pool.minIdle));
  }
  return Math.round(atRest * 1.25 + hungriest);
}

function buildQueues(parts: readonly CellPart[]): QueueSpec[] {
  const queues: QueueSpec[] = [];
  for (const [consumer, { plan, cell, scope }] of parts.entries()) {
    if (!plan.consumes) continue;
    const producers = parts.flatMap((part, index) =>
      part.cell === cell && part.plan.sendsTo === plan.consumes ? [index] : [],
    );
    queues.push({
      index: queues.length,
      resourceId: buildResourceId({ type: 'sqs-queue', scope, name: plan.consumes }),
      producers,
      consumer,
      lateAfterSeconds: 300,
      visibilityTimeoutSeconds: 60,
    });
  }
  return queues;
}

/** Services so ordered that callers stand before those they call; the blueprint has no cycles. */
function orderCallersFirst(serviceCount: number, calls: readonly CallSpec[]): number[] {
  const order: number[] = [];
  const isPlaced = new Array<boolean>(serviceCount).fill(false);
  const place = (index: number) => {
    if (isPlaced[index]) return;
    isPlaced[index] = true;
    for (const { from, to } of calls) if (to === index) place(from);
    order.push(index);
  };
  for (let index = 0; index < serviceCount; index += 1) place(index);
  return order;
}

/** The fleet's fixed part for so many services; the seed varies the sizes of the cells after the first. */
export function buildFleetSpec(seed: number, serviceCount: number): FleetSpec {
  const parts = cellParts(serviceCount);
  const planned = buildExternals(parts);
  const calls = buildCalls(parts, planned);
  const externals = planned.map((external) => ({
    ...external,
    call: calls.findIndex((call) => call.external === external.index),
  }));
  const order = orderCallersFirst(parts.length, calls);
  const sized = sizeServices(parts, { factors: cellFactors(seed, parts), calls, order });
  const databases = buildDatabases(parts, sized);
  const queues = buildQueues(parts);
  const services = sized.map((service) => attach(service, databases, queues));
  return { services, calls, databases, queues, externals, order };
}

interface Shape {
  readonly factors: readonly number[];
  readonly calls: readonly CallSpec[];
  readonly order: readonly number[];
}

function sizeServices(parts: readonly CellPart[], { factors, calls, order }: Shape): ServiceSpec[] {
  const arrivals = peakArrivals({ plans: parts.map(({ plan }) => plan), factors, calls, order });
  return parts.map(({ plan, cell, scope }, index) =>
    sizeService(plan, {
      index,
      id: idIn(cell, plan.name),
      scope,
      factor: factors[index] ?? 1,
      arrivals: arrivals[index] ?? 0,
      calls,
    }),
  );
}

/** Tells a service which database and queues are its own. */
function attach(
  service: ServiceSpec,
  databases: readonly DatabaseSpec[],
  queues: readonly QueueSpec[],
): ServiceSpec {
  const { index } = service;
  const database = databases.findIndex(({ users }) => users.includes(index));
  return {
    ...service,
    pool: service.pool && { ...service.pool, database },
    sendsTo: indexOrNone(queues.findIndex(({ producers }) => producers.includes(index))),
    consumes: indexOrNone(queues.findIndex(({ consumer }) => consumer === index)),
  };
}

function indexOrNone(index: number): number | undefined {
  return index < 0 ? undefined : index;
}

function cellFactors(seed: number, parts: readonly CellPart[]): number[] {
  const stream = openStream(seed, 'cells');
  const factors: number[] = [];
  return parts.map(({ cell }) => {
    factors[cell] ??= cell === 0 ? 1 : 1 + CELL_SIZE_SPREAD * (2 * stream.uniform() - 1);
    return factors[cell];
  });
}
