// Runs executions: saves every turn before its effects are carried out, calls tasks, keeps timers, and takes answers to
// task tokens. After a restart `resume` asks again for all that was pending; tasks are thus done at least once.

import { isDeepStrictEqual } from 'node:util';
import { ok, type Result, refuse } from '#domain/result.ts';
import { advance, type Step, startExecution } from './advance.ts';
import { type Appointments, makeAppointments } from './appointments.ts';
import { type Effect, type InvokeTask, pendingEffects, pendingTasks } from './effects.ts';
import type { Execution, ExecutionStatus } from './execution.ts';
import type { RandomStream } from './functions.ts';
import type { HistoryEvent } from './history.ts';
import { isTooLarge, type Json, toPlainJson } from './json.ts';
import type { Machine } from './machine.ts';
import type { ExecutionStore, TaskRunner, Timeline } from './ports.ts';
import type { Stimulus, TaskFailure } from './stimuli.ts';

export interface ExecutorDeps {
  readonly store: ExecutionStore;
  readonly timeline: Timeline;
  readonly tasks: TaskRunner;
  readonly machines: readonly Machine[];
  /** The same numbers for the same key, always. */
  readonly random: (key: string) => RandomStream;
  /** Makes a token that cannot be guessed; the same for the same key, always. */
  readonly makeToken: (key: string) => string;
}

export interface StartInput {
  readonly machineName: string;
  readonly executionName: string;
  readonly input: Json;
}

/** Why an execution was not started. `conflict` carries the execution that has the name already. */
export type StartRefused =
  | { readonly reason: 'unknown-machine' }
  | { readonly reason: 'input-too-large' }
  | { readonly reason: 'conflict'; readonly existing: Execution };

/** Why an answer or a stop had no effect: nothing waits for it, or no more. */
export interface NothingWaiting {
  readonly reason: 'unknown-token' | 'unknown-execution' | 'not-running';
}

export interface Executor {
  /** Starts an execution. The same name with the same machine and input is the same execution, running or ended. */
  start(request: StartInput): Promise<Result<Execution, StartRefused>>;
  sendTaskSuccess(token: string, output: Json): Promise<Result<void, NothingWaiting>>;
  sendTaskFailure(token: string, failure: TaskFailure): Promise<Result<void, NothingWaiting>>;
  sendTaskHeartbeat(token: string): Promise<Result<void, NothingWaiting>>;
  stop(executionName: string, failure: TaskFailure): Promise<Result<void, NothingWaiting>>;
  describe(executionName: string): Promise<Execution | undefined>;
  history(executionName: string): Promise<readonly HistoryEvent[]>;
  list(status?: ExecutionStatus): Promise<readonly Execution[]>;
  /** Takes up all running executions of the store. To be called once, before anything else, after a restart. */
  resume(): Promise<void>;
}

/** An executor of the given machines. Turns of one execution never overlap. */
export function makeExecutor(deps: ExecutorDeps): Executor {
  const engine = makeEngine(deps);
  return {
    start: (request) => inLane(engine, request.executionName, () => start(engine, request)),
    sendTaskSuccess: (token, output) => answer(engine, { kind: 'token-succeeded', token, output }),
    sendTaskFailure: (token, failure) => answer(engine, { ...failure, kind: 'token-failed', token }),
    sendTaskHeartbeat: (token) => answer(engine, { kind: 'token-heartbeat', token }),
    stop: (name, failure) => deliver(engine, name, { ...failure, kind: 'stop' }),
    describe: (name) => deps.store.load(name),
    history: (name) => deps.store.loadHistory(name),
    list: (status) => deps.store.list(status),
    resume: () => resume(engine),
  };
}

/** What lives only as long as the process, all of it made anew from the store by `resume`. */
interface Engine extends ExecutorDeps {
  readonly machineOf: ReadonlyMap<string, Machine>;
  readonly appointments: Appointments;
  /** The execution that waits for a token. */
  readonly waiting: Map<string, string>;
  /** The last turn of each execution that has one under way. */
  readonly lanes: Map<string, Promise<unknown>>;
}

function makeEngine(deps: ExecutorDeps): Engine {
  const machineOf = new Map(deps.machines.map((machine) => [machine.name, machine]));
  const appointments = makeAppointments(deps.timeline);
  return { ...deps, machineOf, appointments, waiting: new Map(), lanes: new Map() };
}

/** Lets a turn wait for the one before it in the same execution. */
async function inLane<Value>(engine: Engine, name: string, turn: () => Promise<Value>): Promise<Value> {
  const before = engine.lanes.get(name) ?? Promise.resolve();
  const mine = before.then(turn, turn);
  engine.lanes.set(name, mine);
  try {
    return await mine;
  } finally {
    if (engine.lanes.get(name) === mine) engine.lanes.delete(name);
  }
}

async function start(engine: Engine, request: StartInput): Promise<Result<Execution, StartRefused>> {
  const { machineName, executionName: name, input } = request;
  const machine = engine.machineOf.get(machineName);
  if (!machine) return refuse({ reason: 'unknown-machine' });
  if (isTooLarge(input)) return refuse({ reason: 'input-too-large' });
  const existing = await engine.store.load(name);
  if (!existing)
    return ok(await commit(engine, await startExecution(surroundings(engine, machine), { name, input })));
  const isSame = existing.machineName === machineName && isDeepStrictEqual(existing.input, input);
  return isSame ? ok(existing) : refuse({ reason: 'conflict', existing });
}

function surroundings({ timeline, random, makeToken }: Engine, machine: Machine) {
  return { machine, now: timeline.now(), random, makeToken };
}

async function answer(
  engine: Engine,
  stimulus: Extract<Stimulus, { token: string }>,
): Promise<Result<void, NothingWaiting>> {
  const name = engine.waiting.get(stimulus.token);
  return name === undefined ? refuse({ reason: 'unknown-token' }) : deliver(engine, name, stimulus);
}

/** One turn of an execution. */
function deliver(engine: Engine, name: string, stimulus: Stimulus): Promise<Result<void, NothingWaiting>> {
  return inLane(engine, name, async () => {
    const execution = await engine.store.load(name);
    if (!execution) return refuse({ reason: 'unknown-execution' });
    const machine = requireMachineOf(engine, execution);
    const advanced = await advance(surroundings(engine, machine), execution, stimulus);
    if (!advanced.ok) return refuse(describeRefusal(advanced.refusal.reason));
    await commit(engine, advanced.value);
    return ok(undefined);
  });
}

function describeRefusal(reason: string): NothingWaiting {
  return { reason: reason === 'not-running' ? 'not-running' : 'unknown-token' };
}

function requireMachineOf({ machineOf }: Engine, { name, machineName }: Execution): Machine {
  const machine = machineOf.get(machineName);
  if (machine) return machine;
  throw new RangeError(
    `Execution ${name} belongs to machine ${machineName}, which is not loaded: give it to the executor`,
  );
}

/** Saves a turn, and only then lets it act. */
async function commit(engine: Engine, { execution, effects, events }: Step): Promise<Execution> {
  await engine.store.save(execution, events);
  updateTokens(engine, execution);
  for (const effect of effects) carryOut(engine, execution, effect);
  return execution;
}

function updateTokens({ waiting }: Engine, execution: Execution): void {
  for (const [token, name] of waiting) if (name === execution.name) waiting.delete(token);
  for (const { activity } of pendingTasks(execution)) {
    if (activity.token !== undefined) waiting.set(activity.token, execution.name);
  }
}

function carryOut(engine: Engine, { name, machineName }: Execution, effect: Effect): void {
  const { appointments } = engine;
  switch (effect.kind) {
    case 'invoke-task': {
      const appointment = { executionName: name, key: effect.taskKey, at: engine.timeline.now() };
      appointments.make(appointment, () => invoke(engine, { name, machineName }, effect));
      break;
    }
    case 'set-timer': {
      const { timerKey, at } = effect;
      appointments.make({ executionName: name, key: timerKey, at }, async () => {
        await deliver(engine, name, { kind: 'timer-fired', timerKey });
      });
      break;
    }
    case 'cancel-task':
      appointments.cancel({ executionName: name, key: effect.taskKey });
      break;
    case 'cancel-timer':
      appointments.cancel({ executionName: name, key: effect.timerKey });
      break;
    case 'ended':
      break;
  }
}

async function invoke(
  engine: Engine,
  { name, machineName }: Pick<Execution, 'name' | 'machineName'>,
  effect: InvokeTask,
): Promise<void> {
  const { taskKey, state, attempt, resource, credentials } = effect;
  const context = {
    executionName: name,
    machineName,
    state,
    taskKey,
    attempt,
    ...(credentials === undefined ? {} : { credentials }),
  };
  const stimulus = await engine.tasks.invoke(resource, effect.arguments, context).then(
    (output): Stimulus => ({ kind: 'task-succeeded', taskKey, output: toPlainJson(output) ?? null }),
    (error: unknown): Stimulus => ({ ...describeThrown(error), kind: 'task-failed', taskKey }),
  );
  await deliver(engine, name, stimulus);
}

function describeThrown(error: unknown): TaskFailure {
  return error instanceof Error
    ? { error: error.name, cause: error.message }
    : { error: 'Error', cause: String(error) };
}

async function resume(engine: Engine): Promise<void> {
  for (const execution of await engine.store.list('RUNNING')) {
    updateTokens(engine, execution);
    for (const effect of pendingEffects(execution)) carryOut(engine, execution, effect);
  }
}
