// The one place where the environment of the process is read.

/** The variables of this process. */
export function readEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}
