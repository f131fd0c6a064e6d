// Carries out Lambda tasks with functions of this process: `lambda:invoke`, with or without a task token, and function
// ARNs. Results and failures have the shape that Step Functions gives them.

import { isJsonObject, type Json } from './json.ts';
import type { TaskContext, TaskRunner } from './ports.ts';

/** A function by its bare name; gets the payload of the task. */
export type LocalFunctions = Readonly<
  Record<string, (payload: unknown, context: TaskContext) => Promise<unknown>>
>;

const INVOKE = /^arn:[^:]*:states:::lambda:invoke(\.waitForTaskToken)?$/;
const FUNCTION = /^arn:[^:]*:lambda:[^:]*:[^:]*:function:/;

/** A failure of a task under the name that retriers and catchers match. */
export class TaskError extends Error {
  override readonly name: string;

  constructor(name: string, cause: string) {
    super(cause);
    this.name = name;
  }
}

/** Runs Lambda tasks; any other resource fails with States.Runtime, which nothing catches. */
export function makeLambdaTasks(functions: LocalFunctions): TaskRunner {
  return {
    async invoke(resource, taskArguments, context) {
      if (FUNCTION.test(resource))
        return callFunction(functions, { name: resource, payload: taskArguments, context });
      if (!INVOKE.test(resource)) throw unknownResource(resource);
      const { name, payload } = readArguments(taskArguments);
      const result = await callFunction(functions, { name, payload, context });
      return { ExecutedVersion: '$LATEST', Payload: result, StatusCode: 200 };
    },
  };
}

interface FunctionCall {
  /** A bare name or an ARN, either with or without a version or alias. */
  readonly name: string;
  readonly payload: Json;
  readonly context: TaskContext;
}

async function callFunction(
  functions: LocalFunctions,
  { name, payload, context }: FunctionCall,
): Promise<unknown> {
  const bareName = (name.startsWith('arn:') ? name.split(':')[6] : name.split(':')[0]) ?? name;
  const call = Object.hasOwn(functions, bareName) ? functions[bareName] : undefined;
  if (!call) throw new TaskError('Lambda.ResourceNotFoundException', `Function not found: ${name}`);
  try {
    return serialise(await call(payload, context));
  } catch (error) {
    throw functionError(error);
  }
}

/** What a function returns reaches its caller as JSON: dates become texts, nothing becomes null. */
function serialise(result: unknown): unknown {
  return JSON.parse(JSON.stringify(result ?? null));
}

/** Lambda reports the class of an error, and the whole of it as JSON. */
function functionError(error: unknown): TaskError {
  const errorType = error instanceof Error ? error.name : 'Error';
  const errorMessage = error instanceof Error ? error.message : String(error);
  return new TaskError(errorType, JSON.stringify({ errorType, errorMessage }));
}

function readArguments(taskArguments: Json): { name: string; payload: Json } {
  const { FunctionName: name, Payload: payload } = isJsonObject(taskArguments) ? taskArguments : {};
  if (typeof name === 'string') return { name, payload: payload ?? {} };
  throw new TaskError('States.Runtime', 'lambda:invoke needs "FunctionName" in its Arguments.');
}

function unknownResource(resource: string): TaskError {
  return new TaskError('States.Runtime', `The resource ${resource} is not available in the local runtime.`);
}
