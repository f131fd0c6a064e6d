// A deployment without bundles: its stacks and templates, made once for all tests of a file.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { addFleetmedic, type Fleetmedic } from '../../cdk/fleetmedic.ts';
import { readOptions } from '../../cdk/options.ts';

/** What stands in for the bundle of every function. */
function makeAsset(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fleetmedic-asset-'));
  writeFileSync(join(folder, 'index.mjs'), 'export const handler = async () => undefined;\n');
  return folder;
}

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is untyped, and the tests say which part of it they mean.
  readonly Properties: any;
  readonly DeletionPolicy?: string;
  readonly UpdatePolicy?: unknown;
}

export interface Synthesized {
  readonly stacks: Fleetmedic;
  readonly templates: { readonly [Plane in keyof Fleetmedic]: Template };
  /** All resources of this type, of all stacks, by `<plane>/<logical id>`. */
  resourcesOf(type: string): ReadonlyMap<string, Resource>;
}

/** All stacks as `cdk synth -c name=value` makes them. */
export function synthesize(context: Readonly<Record<string, string>> = {}): Synthesized {
  const app = new App({ context });
  const asset = makeAsset();
  const stacks = addFleetmedic(app, { options: readOptions(app.node), assetOf: () => asset });
  const entries = Object.entries(stacks).map(([plane, stack]: [string, Stack]) => [
    plane,
    Template.fromStack(stack),
  ]);
  const templates: Synthesized['templates'] = Object.fromEntries(entries);
  return {
    stacks,
    templates,
    resourcesOf: (type) =>
      new Map(
        Object.entries(templates).flatMap(([plane, template]) =>
          Object.entries(template.findResources(type)).map(([id, resource]): [string, Resource] => [
            `${plane}/${id}`,
            resource as Resource,
          ]),
        ),
      ),
  };
}
