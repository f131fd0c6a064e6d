// The heavy work behind the commands, bound to the local runtime and loaded only when a command needs it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ErrorEvent } from '#domain/error-class/error-class.ts';
import type { BacktestOptions } from '#local/backtest/backtest.ts';
import type { BacktestReport } from '#local/backtest/report.ts';
import type { ClassifiedError } from '#local/cause/classify-text.ts';
import type { DiagnoseOptions, FileDiagnosis } from '#local/cause/diagnose-files.ts';
import type { CapacityOptions, CapacityReport } from '#local/forecast/capacity-file.ts';
import type { LocalModels } from '#local/models.ts';
import type { FileTaskOrder } from '#local/series/file-task.ts';
import type { SeriesOptions, SeriesRun } from '#local/series/run-series.ts';
import type { Account } from '#runtime/aws/account.ts';
import type { CliTasks } from './io.ts';
import { localDoctor } from './local-doctor.ts';
import type { AccountServerOptions, DemoAnswer, DemoOptions, StartedServer, StartOptions } from './tasks.ts';

/** The tasks of a real `medic`. */
export function localTasks(): CliTasks {
  return {
    runDemo,
    startServer,
    replay,
    backtest,
    classifyError,
    diagnose,
    planCapacity,
    runSeries,
    doctor: localDoctor(),
    openAccount,
    signRequest,
    startAccountServer,
    runProgram,
  };
}

async function runDemo({ services, faultsPerDay, onProgress, ...options }: DemoOptions): Promise<DemoAnswer> {
  const { runDemo: run } = await import('#local/demo/demo.ts');
  const { describeDemo, isSound } = await import('./describe-demo.ts');
  onProgress?.(
    `Simulating ${services} services for ${options.hours} h, and the same story for three others ...`,
  );
  const report = await run({
    ...options,
    ...(await loadModels()),
    wallClock: () => performance.now(),
    fleet: { serviceCount: services, faultsPerDay },
  });
  return { report, lines: describeDemo(report), isSound: isSound(report) };
}

async function startServer(options: StartOptions): Promise<StartedServer> {
  const { startLocalServer } = await import('./local-server.ts');
  const { loadLocalModels } = await import('#local/models.ts');
  return startLocalServer(options, await loadLocalModels(options.challengerFolder));
}

async function replay(path: string) {
  const { replayPath } = await import('#local/replay/replay-loop.ts');
  const { model, models } = await loadModels();
  return replayPath(path, model, models);
}

async function backtest(options: BacktestOptions): Promise<BacktestReport> {
  const { backtest: run } = await import('#local/backtest/backtest.ts');
  const { model, models } = await loadModels();
  return run(options, model, models);
}

async function classifyError(event: ErrorEvent): Promise<ClassifiedError> {
  const { classifyText } = await import('#local/cause/classify-text.ts');
  return classifyText(event);
}

async function diagnose(options: DiagnoseOptions): Promise<FileDiagnosis> {
  const { diagnoseFiles } = await import('#local/cause/diagnose-files.ts');
  return diagnoseFiles(options);
}

async function planCapacity(options: CapacityOptions): Promise<CapacityReport> {
  const { planCapacityOf } = await import('#local/forecast/capacity-file.ts');
  return planCapacityOf(options);
}

async function runSeries(order: FileTaskOrder, options: SeriesOptions): Promise<SeriesRun> {
  const { runSeries: run } = await import('#local/series/run-series.ts');
  return run(order, options);
}

async function openAccount(): Promise<Account> {
  const { openAccount: open } = await import('#runtime/aws/account.ts');
  return open();
}

async function signRequest(request: Request, region: string): Promise<Request> {
  const { signRequest: sign } = await import('#runtime/aws/sign-request.ts');
  return sign(request, region, new Date());
}

async function startAccountServer(options: AccountServerOptions, account: Account): Promise<StartedServer> {
  const { startServerOfAccount } = await import('./account-server.ts');
  const { loadLocalModels } = await import('#local/models.ts');
  return startServerOfAccount(options, account, await loadLocalModels(options.challengerFolder));
}

/** Both its streams go to stderr: stdout is for the data of the command. */
async function runProgram(command: string, args: readonly string[]): Promise<number> {
  const program = spawn(command, args, { stdio: ['inherit', process.stderr, process.stderr] });
  const [exitCode] = await once(program, 'close');
  return Number(exitCode ?? 1);
}

/** Absent when it is refused: the report and the pulse then say that thresholds judge alone. */
async function loadModels(): Promise<Pick<LocalModels, 'model' | 'models'>> {
  const { loadLocalModels } = await import('#local/models.ts');
  const { model, models } = await loadLocalModels();
  return { model, models };
}
