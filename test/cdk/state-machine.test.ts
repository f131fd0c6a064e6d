import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import { StateMachineFromFile } from '../../cdk/constructs/state-machine-from-file.ts';
import { statementsOf } from './statements.ts';
import { synthesize } from './synthesize.ts';

const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:123456789012:function:first';
const deployment = synthesize();
/** A placeholder as the files have it. */
const placeholder = (name: string) => `$\{${name}}`;

function makeMachine(substitutions: Readonly<Record<string, string>>): Stack {
  const file = join(mkdtempSync(join(tmpdir(), 'fleetmedic-asl-')), 'machine.asl.json');
  const task = { Type: 'Task', Resource: placeholder('First') };
  const States = { A: { ...task, Next: 'B' }, B: { ...task, Resource: placeholder('Second'), End: true } };
  writeFileSync(file, JSON.stringify({ StartAt: 'A', States }));
  const stack = new Stack(new App(), 'Stack');
  new StateMachineFromFile(stack, 'Machine', {
    file,
    name: 'machine',
    substitutions,
    functionArns: [FUNCTION_ARN],
  });
  return stack;
}

it('a placeholder that nothing fills stops the synth', () => {
  expect(() => makeMachine({ First: 'arn:1' })).toThrow(/placeholders that nothing fills: Second/);
});

it('a placeholder that the file does not have stops the synth', () => {
  expect(() => makeMachine({ First: 'arn:1', Second: 'arn:2', Third: 'arn:3' })).toThrow(
    /no placeholders Third/,
  );
});

it('every placeholder of a machine is filled', () => {
  const template = Template.fromStack(makeMachine({ First: 'arn:1', Second: 'arn:2' }));

  template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
    DefinitionSubstitutions: { First: 'arn:1', Second: 'arn:2' },
  });
});

it('the recovery machine is durable, logs every event without its data, and is traced', () => {
  deployment.templates.recover.hasResourceProperties('AWS::StepFunctions::StateMachine', {
    StateMachineName: 'fleetmedic-recovery',
    StateMachineType: 'STANDARD',
    LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    TracingConfiguration: { Enabled: true },
  });
});

it('the recovery machine may invoke its steps, the acting ones once for each strategy, and nothing else', () => {
  const invocations = statementsOf(deployment).filter(({ actions }) =>
    actions.includes('lambda:InvokeFunction'),
  );

  expect(invocations).toHaveLength(1);
  expect(invocations[0]?.resources).toHaveLength(12);
  expect(invocations[0]?.resources.filter((resource) => resource.includes('*'))).toEqual([]);
});
