// How `medic` ends: codes that scripts can rely on, and the error that carries one.

export const EXIT = { ok: 0, failure: 1, usage: 2, refused: 3, timedOut: 4 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends the command with a message for people on stderr. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = EXIT.failure) {
    super(message);
    this.exitCode = exitCode;
  }
}
