// All that `medic` needs of its surroundings: streams, time, the network, and the heavy work behind its commands. Tests
// hand in their own; main.ts binds the real ones.

import type { ErrorEvent } from '#domain/error-class/error-class.ts';
import type { BacktestOptions } from '#local/backtest/backtest.ts';
import type { BacktestReport } from '#local/backtest/report.ts';
import type { ClassifiedError } from '#local/cause/classify-text.ts';
import type { DiagnoseOptions, FileDiagnosis } from '#local/cause/diagnose-files.ts';
import type { CapacityOptions, CapacityReport } from '#local/forecast/capacity-file.ts';
import type { ReplayReport } from '#local/replay/report.ts';
import type { FileTaskOrder } from '#local/series/file-task.ts';
import type { SeriesOptions, SeriesRun } from '#local/series/run-series.ts';
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
  backtest(options: BacktestOptions): Promise<BacktestReport>;
  /** Does what is ordered with each file that the options name. */
  classifyError(event: ErrorEvent): Promise<ClassifiedError>;
  diagnose(options: DiagnoseOptions): Promise<FileDiagnosis>;
  /** Forecasts a recording of demand and plans the tasks for it. */
  planCapacity(options: CapacityOptions): Promise<CapacityReport>;
  runSeries(order: FileTaskOrder, options: SeriesOptions): Promise<SeriesRun>;
  readonly doctor: DoctorFacts;
  /** The account and Region that the environment leads to; only this loads the SDK of AWS. */
  openAccount(): Promise<Account>;
  /** The request, signed with the credentials of this shell for the gateway of a Region. */
  signRequest(request: Request, region: string): Promise<Request>;
  /** Starts a loop over a real account. */
  startAccountServer(options: AccountServerOptions, account: Account): Promise<StartedServer>;
  /** Runs a program of this project with the terminal of this process, and tells its exit code. */
  runProgram(command: string, args: readonly string[]): Promise<number>;
}
