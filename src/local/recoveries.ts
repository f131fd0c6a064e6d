// The durable recovery flow in the local runtime: statemachines/recovery.asl.json in the interpreter, behind the port
// that the use cases know.

import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Recoveries } from '#application/ports/operations.ts';
import { ConflictError } from '#domain/errors.ts';
import { type Executor, makeExecutor } from '#local/asl/executor.ts';
import { makeLambdaTasks } from '#local/asl/lambda-tasks.ts';
import { requireMachine } from '#local/asl/load.ts';
import type { Machine } from '#local/asl/machine.ts';
import type { ExecutionStore, Timeline } from '#local/asl/ports.ts';
import { makeRandomStreams } from '#local/asl/random.ts';

/** The name of the one state machine that changes anything. */
const RECOVERY_MACHINE = 'recovery';
const PLACEHOLDER = /\$\{(\w+)\}/g;

/** The recovery machine of this checkout, its placeholders filled with the names of the local functions. */
export function loadRecoveryMachine(): Machine {
  const file = new URL('../../statemachines/recovery.asl.json', import.meta.url);
  const definition: unknown = JSON.parse(readFileSync(file, 'utf8').replaceAll(PLACEHOLDER, '$1'));
  return requireMachine(RECOVERY_MACHINE, definition);
}

export interface RecoveryRuntime {
  readonly recoveries: Recoveries;
  readonly executor: Executor;
}

export interface RecoveryRuntimeOptions {
  readonly store: ExecutionStore;
  readonly timeline: Timeline;
  readonly seed: number;
  /** Makes task tokens that cannot be guessed from outside. */
  readonly secret: string;
  /** The steps by name; read when a step is called, so that they may be bound after this. */
  readonly steps: () => Record<string, (event: unknown) => Promise<unknown>>;
}

/** An executor of the recovery machine, and the port over it. */
export function makeRecoveryRuntime(options: RecoveryRuntimeOptions): RecoveryRuntime {
  const { store, timeline, seed, secret, steps } = options;
  const executor = makeExecutor({
    store,
    timeline,
    machines: [loadRecoveryMachine()],
    tasks: { invoke: (...call) => makeLambdaTasks(steps()).invoke(...call) },
    random: makeRandomStreams(seed),
    makeToken: (key) => createHmac('sha256', secret).update(key).digest('base64url'),
  });
  return { executor, recoveries: recoveriesOver(executor) };
}

function recoveriesOver(executor: Executor): Recoveries {
  return {
    async start(executionId, incidentId) {
      const input = { executionId, incidentId };
      const started = await executor.start({
        machineName: RECOVERY_MACHINE,
        executionName: executionId,
        input,
      });
      if (!started.ok) {
        throw new ConflictError(
          `Recovery ${executionId} could not be started: ${started.refusal.reason}`,
          started.refusal,
        );
      }
    },
    async answer(taskToken, answer) {
      return (await executor.sendTaskSuccess(taskToken, { ...answer })).ok;
    },
    async stop(executionId, cause) {
      await executor.stop(executionId, { error: 'Stopped', cause });
    },
    async isRunning(executionId) {
      return (await executor.describe(executionId))?.status === 'RUNNING';
    },
  };
}
