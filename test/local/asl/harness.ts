// A small world for the interpreter: a store and a timeline in memory, functions by name, and a driver that carries an
// execution on from one parsed copy of its JSON to the next, as a process killed after every transition would.

import { strict as assert } from 'node:assert';
import { Instant } from '#domain/ids.ts';
import { advance, type Step, startExecution } from '#local/asl/advance.ts';
import { pendingEffects } from '#local/asl/effects.ts';
import type { Execution } from '#local/asl/execution.ts';
import { type Executor, makeExecutor, type StartInput } from '#local/asl/executor.ts';
import type { HistoryEvent, HistoryEventType } from '#local/asl/history.ts';
import type { Json } from '#local/asl/json.ts';
import { type LocalFunctions, makeLambdaTasks, TaskError } from '#local/asl/lambda-tasks.ts';
import { loadMachine, requireMachine } from '#local/asl/load.ts';
import type { Machine } from '#local/asl/machine.ts';
import type { ExecutionStore, Timeline } from '#local/asl/ports.ts';
import { makeRandomStreams } from '#local/asl/random.ts';
import type { Stimulus } from '#local/asl/stimuli.ts';
import type { Surroundings } from '#local/asl/turn.ts';

/** When every test begins: 2026-11-22T07:00:00Z. */
export const START = Instant.parse(Date.UTC(2026, 10, 22, 7));

export function at(seconds: number): Instant {
  return Instant.parse(START + Math.round(seconds * 1000));
}

export type States = Record<string, unknown>;

/** A machine of the given states; it starts at the first one. */
export function machineOf(states: States, more: Record<string, unknown> = {}): Machine {
  return requireMachine('test', definitionOf(states, more));
}

export function definitionOf(states: States, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...more };
}

/** A scope for a branch or a Map. */
export function scopeOf(states: States): Record<string, unknown> {
  return { StartAt: Object.keys(states)[0], States: states };
}

/** All problems of a definition as `pointer: message`. */
export function problemsIn(definition: unknown): string[] {
  const loaded = loadMachine('test', definition);
  return loaded.ok ? [] : loaded.refusal.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
}

export function memoryStore(): ExecutionStore {
  const bodies = new Map<string, string>();
  const events = new Map<string, string[]>();
  return {
    async load(name) {
      const body = bodies.get(name);
      return body === undefined ? undefined : parse<Execution>(body);
    },
    async save(execution, newEvents) {
      bodies.set(execution.name, JSON.stringify(execution));
      const texts = newEvents.map((event) => JSON.stringify(event));
      events.set(execution.name, [...(events.get(execution.name) ?? []), ...texts]);
    },
    async list(status) {
      const all = [...bodies.values()].map((body) => parse<Execution>(body));
      return all.filter((execution) => status === undefined || execution.status === status);
    },
    async loadHistory(name) {
      return (events.get(name) ?? []).map((event) => parse<HistoryEvent>(event));
    },
  };
}

function parse<Body>(text: string): Body {
  const body: Body = JSON.parse(text);
  return body;
}

export interface ManualTimeline extends Timeline {
  /** Does all that is due within the seconds, in order, and moves the time on. */
  advance(seconds: number): Promise<void>;
  /** Number of appointments not kept yet. */
  pending(): number;
}

export function manualTimeline(): ManualTimeline {
  let now = START;
  let sequence = 0;
  let entries: { at: Instant; order: number; act: () => Promise<void> }[] = [];
  return {
    now: () => now,
    schedule(moment, act) {
      sequence += 1;
      const entry = { at: moment, order: sequence, act };
      entries.push(entry);
      return {
        cancel: () => {
          entries = entries.filter((each) => each !== entry);
        },
      };
    },
    async advance(seconds) {
      const until = Instant.parse(now + seconds * 1000);
      for (;;) {
        entries.sort((one, other) => one.at - other.at || one.order - other.order);
        const [next] = entries;
        if (!next || next.at > until) break;
        entries.shift();
        now = Instant.parse(Math.max(now, next.at));
        await next.act();
      }
      now = until;
    },
    pending: () => entries.length,
  };
}

export function surroundings(machine: Machine, now: Instant = START): Surroundings {
  return { machine, now, random: makeRandomStreams(7), makeToken: (key) => `token:${key}` };
}

/** What a fake resource does with the arguments of its nth call: gives a result or throws. */
export type Resource = (input: Json, call: number) => Json;

/** Fails a task with an error name and a cause. */
export function failing(error: string, cause = 'because'): never {
  throw new TaskError(error, cause);
}

export interface Run {
  readonly execution: Execution;
  readonly events: readonly HistoryEvent[];
  readonly types: readonly HistoryEventType[];
  /** The arguments of every invocation, in order. */
  readonly calls: readonly Json[];
  /** When each invocation was asked for, in seconds after the start. */
  readonly callTimes: readonly number[];
  /** Virtual seconds from start to end. */
  readonly seconds: number;
}

export interface RunOptions {
  readonly input?: Json;
  readonly resource?: Resource;
  /** Whether each turn works on a parsed copy of the JSON of the one before it. */
  readonly isKilledAfterEachTurn?: boolean;
  /** Stop when nothing but this is left to do. */
  readonly mostTurns?: number;
}

/** Runs a machine to its end against one fake resource; timers fire as soon as no task is left to do. */
export async function run(machine: Machine, options: RunOptions = {}): Promise<Run> {
  const resource = options.resource ?? ((input) => input);
  const copy = (execution: Execution): Execution =>
    options.isKilledAfterEachTurn ? parse<Execution>(JSON.stringify(execution)) : execution;
  const calls: Json[] = [];
  const callTimes: number[] = [];
  const events: HistoryEvent[] = [];
  let now = START;
  let turns = 0;
  const take = (step: Step): Execution => {
    events.push(...step.events);
    return copy(step.execution);
  };
  let execution = take(
    await startExecution(surroundings(machine, now), { name: 'run', input: options.input ?? {} }),
  );
  while (execution.status === 'RUNNING' && turns < (options.mostTurns ?? 10_000)) {
    turns += 1;
    const [stimulus, moment] = nextStimulus(execution, (taskArguments) => {
      calls.push(taskArguments);
      callTimes.push((now - START) / 1000);
      return resource(taskArguments, calls.length);
    });
    if (!stimulus) break;
    now = Instant.parse(Math.max(now, moment ?? now));
    const advanced = await advance(surroundings(machine, now), execution, stimulus);
    assert(advanced.ok, `refused: ${JSON.stringify(advanced)}`);
    execution = take(advanced.value);
  }
  const seconds = (now - START) / 1000;
  return { execution, events, types: events.map((event) => event.type), calls, callTimes, seconds };
}

function nextStimulus(execution: Execution, call: (input: Json) => Json): [Stimulus | undefined, Instant?] {
  const pending = pendingEffects(execution);
  const task = pending.find((effect) => effect.kind === 'invoke-task');
  if (task?.kind === 'invoke-task') {
    try {
      return [{ kind: 'task-succeeded', taskKey: task.taskKey, output: call(task.arguments) }];
    } catch (error) {
      if (!(error instanceof TaskError)) throw error;
      return [{ kind: 'task-failed', taskKey: task.taskKey, error: error.name, cause: error.message }];
    }
  }
  const timers = pending.flatMap((effect) => (effect.kind === 'set-timer' ? [effect] : []));
  const [first] = timers.sort((one, other) => one.at - other.at);
  return first ? [{ kind: 'timer-fired', timerKey: first.timerKey }, first.at] : [undefined];
}

/** The output of a machine that is expected to succeed. */
export async function outputOf(machine: Machine, options: RunOptions = {}): Promise<Json | undefined> {
  const { execution } = await run(machine, options);
  assert.equal(execution.status, 'SUCCEEDED', `${execution.error}: ${execution.cause}`);
  return execution.output;
}

/** The error name of a machine that is expected to fail. */
export async function errorOf(machine: Machine, options: RunOptions = {}): Promise<string | undefined> {
  const { execution } = await run(machine, options);
  assert.equal(execution.status, 'FAILED');
  return execution.error;
}

/** The result of one expression in a Pass state. */
export async function resultOf(expression: string, input: Json = {}): Promise<Json | undefined> {
  return outputOf(machineOf({ Only: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } }), { input });
}

export interface World {
  readonly executor: Executor;
  readonly timeline: ManualTimeline;
  readonly store: ExecutionStore;
  readonly machine: Machine;
  /** A new process over the same store and time; the old one is forgotten. */
  restart(): World;
}

/** An executor with one machine, named `test`. */
export function makeWorld(machine: Machine, functions: LocalFunctions = {}, store = memoryStore()): World {
  return worldOver(machine, functions, { store, timeline: manualTimeline() });
}

function worldOver(
  machine: Machine,
  functions: LocalFunctions,
  kept: { readonly store: ExecutionStore; readonly timeline: ManualTimeline },
): World {
  const executor = makeExecutor({
    ...kept,
    tasks: makeLambdaTasks(functions),
    machines: [machine],
    random: makeRandomStreams(7),
    makeToken: (key) => `token:${key}`,
  });
  const restart = () => {
    const fresh = manualTimeline();
    const behind = (kept.timeline.now() - START) / 1000;
    void fresh.advance(behind);
    return worldOver(machine, functions, { store: kept.store, timeline: fresh });
  };
  return { ...kept, executor, machine, restart };
}

/** A Task state that calls the fake resource. */
export function task(more: Record<string, unknown> = { End: true }): Record<string, unknown> {
  return { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', ...more };
}

const INVOKE = 'arn:aws:states:::lambda:invoke';

/** A Task state that calls a function of the world with the state's input. */
export function callTask(
  name: string,
  more: Record<string, unknown> = { End: true },
): Record<string, unknown> {
  const taskArguments = { FunctionName: name, Payload: '{% $states.input %}' };
  return { Type: 'Task', Resource: INVOKE, Arguments: taskArguments, ...more };
}

/** A Task state that hands a token to the function `ask` and waits for the answer. */
export function askTask(more: Record<string, unknown> = { End: true }): Record<string, unknown> {
  const taskArguments = { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } };
  return { Type: 'Task', Resource: `${INVOKE}.waitForTaskToken`, Arguments: taskArguments, ...more };
}

/** A request to start execution `e-1` of the machine `test`. */
export function request(overrides: Partial<StartInput> = {}): StartInput {
  return { machineName: 'test', executionName: 'e-1', input: { id: 1 }, ...overrides };
}
