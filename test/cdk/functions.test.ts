import { globSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FUNCTION_ENVIRONMENTS, type FunctionName } from '#contracts/environment.ts';
import { FUNCTIONS, functionNameOf } from '../../cdk/functions.ts';
import { environmentOf, resolveResource } from '../../cdk/surroundings.ts';
import { synthesize } from './synthesize.ts';

const deployment = synthesize();
const functions = [...deployment.resourcesOf('AWS::Lambda::Function').values()];
const byName = new Map(functions.map(({ Properties }) => [Properties.FunctionName, Properties]));
/** Seconds between two ticks of what only a clock waits for. */
const PERIODS: Readonly<Partial<Record<FunctionName, number>>> = {
  'predict-failures': 300,
  'mine-patterns': 86_400,
};
const nameOf = (key: string) => key.replace(/Live\w{8}.*$/, '');

it('there is a function for each folder of functions/, and for each strategy of those that act', () => {
  const folders = globSync('functions/*/lambda.ts').map((file) => basename(dirname(file)));

  expect(new Set(FUNCTIONS.map(({ folder }) => folder))).toEqual(new Set(folders));
  expect([...byName.keys()].toSorted()).toEqual(FUNCTIONS.map(functionNameOf).toSorted());
});

describe.each(FUNCTIONS.map((definition) => [functionNameOf(definition), definition] as const))(
  '%s',
  (name, definition) => {
    const properties = byName.get(name);

    it('runs on the newest Node and the cheaper processor, bounded in number, and traced', () => {
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        ReservedConcurrentExecutions: definition.concurrency,
        TracingConfig: { Mode: 'Active' },
      });
    });

    it('ends before whoever waits for it gives up', () => {
      expect(properties.Timeout).toBeLessThanOrEqual(PERIODS[definition.folder] ?? 60);
    });

    it('is told of exactly what its schema asks for', () => {
      const { Variables } = properties.Environment;
      // What CloudFormation fills in is an object here.
      const filled = Object.fromEntries(Object.keys(Variables).map((variable) => [variable, 'filled in']));
      const schema = FUNCTION_ENVIRONMENTS[definition.folder];

      expect(schema.parse(filled)).toEqual(filled);
    });

    it('keeps its log for a month', () => {
      const logs = [...deployment.resourcesOf('AWS::Logs::LogGroup').values()].map(
        ({ Properties }) => Properties,
      );

      expect(logs).toContainEqual(
        expect.objectContaining({ LogGroupName: `/aws/lambda/${name}`, RetentionInDays: 30 }),
      );
    });
  },
);

it('every function is called through an alias that loses nothing in silence', () => {
  const aliases = deployment.resourcesOf('AWS::Lambda::Alias');
  const configurations = [...deployment.resourcesOf('AWS::Lambda::EventInvokeConfig')];
  const kept = configurations.filter(
    ([, { Properties }]) => Properties.DestinationConfig.OnFailure.Destination,
  );

  expect([...aliases.values()].every(({ Properties }) => Properties.Name === 'live')).toBe(true);
  expect(kept.map(([key]) => nameOf(key)).toSorted()).toEqual([...aliases.keys()].map(nameOf).toSorted());
  expect(aliases.size).toBe(FUNCTIONS.length);
});

it('every function is deployed gradually, and an alarm takes it back', () => {
  const groups = [...deployment.resourcesOf('AWS::CodeDeploy::DeploymentGroup').values()];
  const aliases = [...deployment.resourcesOf('AWS::Lambda::Alias').values()];

  expect(groups).toHaveLength(FUNCTIONS.length);
  for (const { Properties } of groups) {
    expect(Properties.AlarmConfiguration).toMatchObject({ Enabled: true, Alarms: [expect.anything()] });
    expect(Properties.AutoRollbackConfiguration.Events).toContain('DEPLOYMENT_STOP_ON_ALARM');
  }
  expect(aliases.filter(({ UpdatePolicy }) => UpdatePolicy === undefined)).toEqual([]);
});

it('the two functions of a strategy share a role, and every other function has its own', () => {
  const roles = functions.map(({ Properties }) => JSON.stringify(Properties.Role));

  expect(new Set(roles).size).toBe(FUNCTIONS.length - 3);
});

it('a variable or a resource that nothing supplies stops the synth', () => {
  const name: FunctionName = 'plan-polls';

  expect(() => environmentOf(name, {})).toThrow(/plan-polls asks for FLEETMEDIC_TABLE, .*does not supply/);
  expect(() => resolveResource('{moon}', {})).toThrow(/speaks of \{moon\}/);
});

it('an account with too small a quota can do without reserved concurrency', () => {
  const { resourcesOf } = synthesize({ reservedConcurrency: 'false' });
  const [first] = resourcesOf('AWS::Lambda::Function').values();

  expect(first?.Properties.ReservedConcurrentExecutions).toBeUndefined();
});
