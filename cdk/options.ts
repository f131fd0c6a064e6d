// What `-c name=value` can change of a deployment. Everything has a default, so that `npx cdk deploy --all` needs none.

import type { Node } from 'constructs';
import * as z from 'zod/mini';
import '#contracts/messages.ts';

/** Where the settings are looked for unless told otherwise. */
export const DEFAULT_PATH = 'fleetmedic.yaml';

const flag = (byDefault: 'true' | 'false') =>
  z.pipe(
    z._default(z.enum(['true', 'false']), byDefault),
    z.transform((text) => text === 'true'),
  );

const Context = z.object({
  /** The settings; without the file Fleetmedic watches nothing. */
  settings: z._default(z.string(), DEFAULT_PATH),
  /** `local`: an emulator that lacks some resource types and properties (local-target.ts). */
  target: z._default(z.enum(['aws', 'local']), 'aws'),
  /** Of all functions. arm64 is a fifth cheaper and its model runtime 45 % smaller. */
  architecture: z.optional(z.enum(['arm64', 'x86_64'])),
  /** Whether the table and the audit archive outlive `cdk destroy`. */
  retain: flag('true'),
  /** A key of one's own for the table and the archive, in place of the keys of AWS. */
  kms: flag('false'),
  /** Off for accounts whose quota of concurrent executions is too small to reserve any. */
  reservedConcurrency: flag('true'),
  /** A project that trains the anomaly models anew; also where the settings say `learning.autoRetrain`. */
  training: flag('false'),
  /** Who is paged by e-mail, besides what subscribes to the topic later. */
  pageEmail: z.optional(z.email()),
});

const NAMES = Object.keys(Context.shape);

export interface FleetmedicOptions {
  readonly settingsPath: string;
  readonly isLocal: boolean;
  readonly architecture: 'arm64' | 'x86_64';
  readonly retainsData: boolean;
  readonly hasOwnKey: boolean;
  readonly reservesConcurrency: boolean;
  readonly hasTraining: boolean;
  readonly pageEmail?: string | undefined;
}

/** The options in the context of this node. Throws an error that names each one that cannot be read. */
export function readOptions(node: Node): FleetmedicOptions {
  const given = NAMES.map((name) => [name, node.tryGetContext(name)]).filter(
    ([, value]) => value !== undefined,
  );
  const parsed = z.safeParse(Context, Object.fromEntries(given));
  if (!parsed.success) {
    throw new Error(`Options given with -c name=value cannot be read:\n${z.prettifyError(parsed.error)}`);
  }
  const { settings, target, architecture, retain, kms, reservedConcurrency, training, pageEmail } =
    parsed.data;
  const isLocal = target === 'local';
  return {
    settingsPath: settings,
    isLocal,
    architecture: architecture ?? (isLocal ? hostArchitecture() : 'arm64'),
    retainsData: retain,
    hasOwnKey: kms,
    reservesConcurrency: reservedConcurrency,
    hasTraining: training,
    pageEmail,
  };
}

/** An emulator runs the functions on the processor of its own machine. */
function hostArchitecture(): 'arm64' | 'x86_64' {
  return process.arch === 'arm64' ? 'arm64' : 'x86_64';
}
