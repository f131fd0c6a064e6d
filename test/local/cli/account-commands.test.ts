import { describe, expect, it } from 'vitest';
import { DependencyError } from '#domain/errors.ts';
import type { AccountServerOptions } from '#local/cli/tasks.ts';
import type { Account } from '#runtime/aws/account.ts';
import { fakeAccount } from '../aws/account.ts';
import { medic, type Surroundings } from './harness.ts';

const YAML = `version: 1
mode: auto
services:
  - id: checkout
    resources: [ecs-service/shop/checkout, target-group/shop.1/checkout.2]
`;
const OBSERVING = YAML.replace('mode: auto', 'mode: observe');

function files(texts: Readonly<Record<string, string>>): Pick<Surroundings, 'readText'> {
  return { readText: async (path) => texts[path] };
}

function inAccount(account: Partial<Account> = {}) {
  return { openAccount: async () => fakeAccount(account) };
}

describe('doctor --aws', () => {
  it('examines the account that the settings speak of', async () => {
    const run = await medic(['doctor', '--aws'], {
      ...files({ 'fleetmedic.yaml': YAML }),
      tasks: inAccount(),
    });

    expect(run.exitCode).toBe(0);
    expect(run.out).toContain('arn:aws:iam::123456789012:user/ann in account 123456789012');
    expect(run.told).toContain('medic local --aws');
  });

  it('ends with 1 where a permission is missing, and names it, as JSON too', async () => {
    const describe = () =>
      Promise.reject(new DependencyError('is not authorized to perform: ecs:DescribeServices'));

    const run = await medic(['doctor', '--aws', '--json'], {
      ...files({ 'fleetmedic.yaml': YAML }),
      tasks: inAccount({ resources: { describe } }),
    });

    expect(run.exitCode).toBe(1);
    expect(JSON.parse(run.out)).toMatchObject({ isWell: false });
    expect(run.out).toContain('may not ecs:DescribeServices');
    expect(run.told).toBe('Not ready: ecs-service/shop/checkout.\n');
  });

  it.each([
    [[], {}, 'There is no fleetmedic.yaml here'],
    [['--settings', 'mine.yaml'], {}, 'mine.yaml cannot be read'],
    [[], { 'fleetmedic.yaml': 'version: 2\n' }, 'fleetmedic.yaml:1:1 version'],
  ])('is wrong use without settings that can be read: %j %j', async (flags, texts, message) => {
    const run = await medic(['doctor', '--aws', ...flags], { ...files(texts), tasks: inAccount() });

    expect(run.exitCode).toBe(2);
    expect(run.told).toContain(message);
  });
});

describe('local', () => {
  const running = {
    url: 'http://127.0.0.1:1',
    consoleUrl: 'http://127.0.0.1:1/?token=t',
    ended: Promise.resolve(),
  };

  async function watch(flags: readonly string[], text: string | undefined) {
    let asked: AccountServerOptions | undefined;
    const run = await medic(['local', ...flags], {
      ...files(text === undefined ? {} : { 'fleetmedic.yaml': text }),
      tasks: {
        ...inAccount(),
        startAccountServer: async (options) => {
          asked = options;
          return running;
        },
      },
    });
    return { run, asked };
  }

  it('observes, whatever the settings say', async () => {
    const { run, asked } = await watch(['--aws', '--port', '0', '--data', 'there'], YAML);

    expect(run.exitCode).toBe(0);
    expect(asked).toMatchObject({
      port: 0,
      dataFolder: 'there',
      isActing: false,
      settings: { mode: 'observe' },
    });
    expect(run.out).toContain('1 services of account 123456789012 in eu-central-1, observing only');
  });

  it('acts only when told to, and says so', async () => {
    const { run, asked } = await watch(['--aws', '--act'], YAML);

    expect(asked).toMatchObject({ isActing: true, settings: { mode: 'auto' } });
    expect(run.out).toContain('in mode auto: IT MAY CHANGE RESOURCES');
  });

  it('answers with one document', async () => {
    const { run } = await watch(['--aws', '--json'], YAML);

    expect(JSON.parse(run.out)).toMatchObject({ url: 'http://127.0.0.1:1', accountId: '123456789012' });
  });

  it.each([
    [[], YAML, 2, 'Add --aws'],
    [['--aws'], undefined, 1, 'No ECS service carries the tag'],
  ])('%j with %j ends with %d', async (flags, text, exitCode, message) => {
    const { run } = await watch(flags, text);

    expect(run.exitCode).toBe(exitCode);
    expect(run.told).toContain(message);
  });
});

describe('deploy', () => {
  const CHECKOUT_FOLDER = { 'cdk.json': '{}', 'fleetmedic.yaml': OBSERVING };
  const OUTPUTS = { 'cdk.out/outputs.json': '{"FleetmedicPeople":{"SlackUrl":"https://example.com"}}' };

  async function deploy(
    flags: readonly string[],
    { texts = CHECKOUT_FOLDER, account = {}, exitCode = 0, ...io }: Deploying = {},
  ) {
    const commands: string[] = [];
    const run = await medic(['deploy', ...flags], {
      ...files(texts),
      ...io,
      tasks: {
        ...inAccount(account),
        runProgram: async (command, args) => {
          commands.push([command, ...args].join(' '));
          return exitCode;
        },
      },
    });
    return { run, commands };
  }

  interface Deploying extends Omit<Surroundings, 'tasks'> {
    readonly texts?: Readonly<Record<string, string>>;
    readonly account?: Partial<Account>;
    readonly exitCode?: number;
  }

  it('prints the commands only, without an account, when it is a dry run', async () => {
    const unreachable = { identify: () => Promise.reject(new Error('no credentials')) };

    const { run, commands } = await deploy(['--dry-run', '--', '-c', 'target=local'], {
      account: unreachable,
    });

    expect(run).toMatchObject({ exitCode: 0, told: '' });
    expect(commands).toEqual([]);
    expect(run.out).toBe(
      'npx cdk bootstrap\n' +
        'npx cdk deploy --all --outputs-file cdk.out/outputs.json -c settings=fleetmedic.yaml -c target=local\n',
    );
  });

  it('deploys with --yes, and shows what came of it', async () => {
    const { run, commands } = await deploy(['--yes'], { texts: { ...CHECKOUT_FOLDER, ...OUTPUTS } });

    expect(run.exitCode).toBe(0);
    expect(commands).toEqual([expect.stringContaining('deploy --all')]);
    expect(commands[0]).toContain('--require-approval never');
    expect(run.told).toContain('Account 123456789012, eu-central-1');
    expect(run.told).toContain('observe only: nothing of yours is changed');
    expect(run.out).toContain('SlackUrl');
    expect(run.told).toContain('medic doctor --aws');
  });

  it('sets up CDK first where that has not been done', async () => {
    const { run, commands } = await deploy(['--yes', '--json'], {
      account: { readBootstrapVersion: async () => undefined },
    });

    expect(commands[0]).toBe('npx cdk bootstrap aws://123456789012/eu-central-1');
    expect(commands).toHaveLength(2);
    expect(JSON.parse(run.out)).toEqual({ isDeployed: true, outputs: {} });
  });

  it('does nothing that nobody has agreed to', async () => {
    const { run, commands } = await deploy(['--json']);

    expect(commands).toEqual([]);
    expect(JSON.parse(run.out)).toEqual({ commands: [expect.stringContaining('npx cdk deploy')] });
    expect(run.told).toContain('Add --yes');
  });

  it('asks a person', async () => {
    const { commands } = await deploy([], { isTerminal: true, ask: async () => 'deploy' });

    expect(commands).toEqual([expect.not.stringContaining('--require-approval')]);
  });

  it.each([
    [YAML, 'in mode auto, as the settings say: IT MAY CHANGE RESOURCES'],
    [undefined, 'it will watch nothing'],
  ])('says what it will do there', async (text, words) => {
    const texts = { 'cdk.json': '{}', ...(text !== undefined && { 'fleetmedic.yaml': text }) };

    const { run } = await deploy([], { texts });

    expect(run.told).toContain(words);
  });

  it.each([
    [{ 'fleetmedic.yaml': 'version: 1\nservice: []\n', 'cdk.json': '{}' }, 'Did you mean "services"?'],
    [{ 'fleetmedic.yaml': YAML }, 'There is no cdk.json here'],
  ])('is refused before anything is asked of AWS: %j', async (texts, message) => {
    const { run, commands } = await deploy(['--yes'], { texts });

    expect(run.exitCode).toBe(2);
    expect(run.told).toContain(message);
    expect(commands).toEqual([]);
  });

  it('ends with 1 where CDK does not succeed', async () => {
    const { run } = await deploy(['--yes'], { exitCode: 3 });

    expect(run.exitCode).toBe(1);
    expect(run.told).toContain('`npx cdk deploy` ended with 3');
  });
});

describe('cost', () => {
  it('tells the bill by item, and what fixed polling would cost', async () => {
    const { exitCode, out } = await medic(['cost', '--services', '100']);

    expect(exitCode).toBe(0);
    expect(out).toContain('metrics-read');
    expect(out).toContain('Prices of 2026-11, us-east-1');
    expect(out).toMatch(
      /Polling 100 services at calm: \$\d+\.\d\d; each of them every minute: \$\d+\.\d\d \(25 %\)/,
    );
  });

  it('answers with one document', async () => {
    const { out } = await medic(['cost', '--services', '10', '--at', 'incident', '--json']);

    const bill = JSON.parse(out);
    expect(bill).toMatchObject({ services: 10, at: 'incident', prices: { month: '2026-11' } });
    expect(bill.dollars).toBeCloseTo(bill.parts.polling + bill.parts.foresight + bill.parts.standing, 6);
  });

  it.each([
    [[], '--services'],
    [['--services', '0'], 'Give a whole number from 1'],
    [['--services', '5', '--at', 'clam'], 'Did you mean calm?'],
  ])('is wrong use: %j', async (flags, message) => {
    const { exitCode, told } = await medic(['cost', ...flags]);

    expect(exitCode).toBe(2);
    expect(told).toContain(message);
  });
});
