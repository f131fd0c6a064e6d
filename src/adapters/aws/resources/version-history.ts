// Which version ran before the present one, read from the deployments that there have been.

/** One deployment of a version; `hasWorked` when it was carried out to its end. */
export interface Deployed {
  readonly version: string;
  readonly at: Date;
  readonly hasWorked: boolean;
}

/** The version before, and when the present one took its place. */
export interface Predecessor {
  readonly version: string;
  readonly replacedAt: Date;
}

/**
 * The last version that worked before `present` did, of deployments in any order. A restart of the present version does
 * not hide it, and versions that never worked do not count.
 */
export function findPredecessor(present: string, deployments: readonly Deployed[]): Predecessor | undefined {
  const newestFirst = deployments
    .filter(({ version, hasWorked }) => hasWorked || version === present)
    .sort((a, b) => b.at.getTime() - a.at.getTime());
  const place = newestFirst.findIndex(({ version }) => version !== present);
  const before = newestFirst[place];
  const takeover = newestFirst[place - 1];
  return before && takeover ? { version: before.version, replacedAt: takeover.at } : undefined;
}
