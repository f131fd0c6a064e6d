// All that `medic` needs of its surroundings: streams, time, the network, and the heavy work behind its commands. Tests
// hand in their own; main.ts binds the real ones.

import type { ReplayReport } from '#local/replay/report.ts';
import type { Account } from '#runtime/aws/account.ts';
import type { DoctorFacts } from './doctor-checks.ts';
import type { AccountServerOptions, DemoAnswer, DemoOptions, StartedServer, StartOptions } from './tasks.ts';

export interface CliIo {
  /** Data: one JSON document or a table. */
  readonly out: (text: string) => void;
  /** Messages for people. */
  readonly tell: (text: string) => void;
  /** Whether a person sits at both ends: only then is anything asked. */
  readonly isTerminal: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly fetch: (request: Request) => Promise<Response>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Asks and reads one line. */
  readonly ask: (question: string) => Promise<string>;
  /** The text of a file; undefined when there is none. */
  readonly readText: (path: string) => Promise<string | undefined>;
  readonly tasks: CliTasks;
}

/** What commands set in motion, loaded only when asked for. */
export interface CliTasks {
  runDemo(options: DemoOptions): Promise<DemoAnswer>;
  startServer(options: StartOptions): Promise<StartedServer>;
  replay(path: string): Promise<ReplayReport>;
  readonly doctor: DoctorFacts;
  /** The account and Region that the environment leads to; only this loads the SDK of AWS. */
  openAccount(): Promise<Account>;
  /** Starts a loop over a real account. */
  startAccountServer(options: AccountServerOptions, account: Account): Promise<StartedServer>;
  /** Runs a program of this project with the terminal of this process, and tells its exit code. */
  runProgram(command: string, args: readonly string[]): Promise<number>;
}
