import { describe, expect, it } from 'vitest';
import { InvalidInputError, NotFoundError } from '#domain/errors.ts';
import type { DemoOptions, StartOptions } from '#local/cli/tasks.ts';
import { medic } from './harness.ts';

describe('wrong use ends with 2 and says where and what instead', () => {
  it.each([
    [['demo', '--sed', '3'], "unknown option '--sed'", 'Did you mean --seed?'],
    [['demo', '--hours', '0'], '--hours', 'Give a whole number from 1 to 744'],
    [['demo', '--hours', '1.5'], '--hours', 'Give a whole number from 1 to 744'],
    [['demo', '--seed', '-1'], '--seed', 'Give a whole number from 0 to 4294967295'],
    [['demo', '--mode', 'autp'], '--mode', 'Did you mean auto?'],
    [['demo', '--faults-per-day', ''], '--faults-per-day', 'Give a number from 0 to 200'],
    [['start', '--port', '70000'], '--port', 'Give a whole number from 0 to 65535'],
    [['start', '--speed', 'fast'], '--speed', 'Give a number from 0.1 to 600'],
    [['incident'], "unknown command 'incident'", 'Did you mean incidents?'],
    [['show'], 'missing required argument', 'incident'],
    [['incidents', '--url', 'nowhere'], '--url', 'http://127.0.0.1:7717'],
    [['stop', '--reason', ' '], '--reason', 'Give a sentence'],
  ])('%j', async (argv, place, remedy) => {
    const { exitCode, out, told } = await medic(argv);

    expect(exitCode).toBe(2);
    expect(out).toBe('');
    expect(told).toContain(place);
    expect(told).toContain(remedy);
  });
});

describe('help', () => {
  it('groups the commands, and shows examples and exit codes', async () => {
    const { exitCode, out } = await medic(['--help']);

    expect(exitCode).toBe(0);
    for (const part of ['Try it:', 'Watch:', 'Act:', 'Check:', 'Examples:', 'Exit codes:'])
      expect(out).toContain(part);
  });

  it('offers --json on every command', async () => {
    for (const command of [
      'demo',
      'start',
      'replay',
      'services',
      'incidents',
      'show',
      'approve',
      'deny',
      'trigger',
    ]) {
      expect((await medic([command, '--help'])).out, command).toContain('--json');
    }
  });

  it('tells the version', async () => {
    const { exitCode, out } = await medic(['--version']);

    expect(exitCode).toBe(0);
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('demo', () => {
  const answer = { report: { faults: 3 }, lines: ['three faults'], isSound: true };

  it('hands its flags on and shows the report', async () => {
    let asked: DemoOptions | undefined;
    const runDemo = async (options: DemoOptions) => {
      asked = options;
      options.onProgress?.('simulating');
      return answer;
    };

    const run = await medic(['demo', '--seed', '7', '--hours', '3', '--mode', 'approve', '--services', '5'], {
      tasks: { runDemo },
    });

    expect(run.exitCode).toBe(0);
    expect(asked).toMatchObject({ seed: 7, hours: 3, mode: 'approve', services: 5, faultsPerDay: 8 });
    expect(run.out).toBe('three faults\n');
    expect(run.told).toContain('simulating');
    expect(run.told).toContain('medic demo --seed 8');
  });

  it('writes one JSON document, and nothing beside it with --quiet', async () => {
    const run = await medic(['demo', '--json', '--quiet'], { tasks: { runDemo: async () => answer } });

    expect(JSON.parse(run.out)).toEqual({ faults: 3 });
    expect(run.told).toBe('');
  });

  it('fails when a safety rule was broken, after showing the report', async () => {
    const run = await medic(['demo'], { tasks: { runDemo: async () => ({ ...answer, isSound: false }) } });

    expect(run.exitCode).toBe(1);
    expect(run.out).toContain('three faults');
    expect(run.told).toContain('safety rule was broken');
  });
});

describe('start', () => {
  const server = {
    url: 'http://127.0.0.1:8080',
    consoleUrl: 'http://127.0.0.1:8080/?token=t',
    ended: Promise.resolve(),
  };

  it('keeps its state in .medic unless told otherwise, and leaves the mode to the settings', async () => {
    const asked: StartOptions[] = [];
    const startServer = async (options: StartOptions) => {
      asked.push(options);
      return server;
    };

    await medic(['start', '--settings', 'my.yaml', '--challenger', 'trained'], { tasks: { startServer } });
    await medic(['start', '--in-memory', '--port', '0', '--mode', 'auto'], { tasks: { startServer } });

    expect(asked[0]).toMatchObject({
      dataFolder: '.medic',
      port: 7717,
      settingsFile: 'my.yaml',
      challengerFolder: 'trained',
      isBrowserOpened: false,
    });
    expect(asked[0]).not.toHaveProperty('mode');
    expect(asked[1]).toMatchObject({ port: 0, mode: 'auto' });
    expect(asked[1]).not.toHaveProperty('dataFolder');
  });

  it('opens the browser only for a person', async () => {
    const asked: boolean[] = [];
    const startServer = async ({ isBrowserOpened }: StartOptions) => {
      asked.push(isBrowserOpened);
      return server;
    };

    await medic(['start'], { isTerminal: true, tasks: { startServer } });
    await medic(['start', '--no-open'], { isTerminal: true, tasks: { startServer } });
    await medic(['start', '--json'], { isTerminal: true, tasks: { startServer } });

    expect(asked).toEqual([true, false, false]);
  });

  it('says where it is, as text or JSON', async () => {
    const startServer = async () => server;

    const text = await medic(['start'], { tasks: { startServer } });
    const json = await medic(['start', '--json'], { tasks: { startServer } });

    expect(text.out).toContain('http://127.0.0.1:8080/?token=t');
    expect(JSON.parse(json.out)).toEqual({ url: server.url, consoleUrl: server.consoleUrl });
  });

  it('explains a port that may not be used', async () => {
    const denied = Object.assign(new Error('listen EACCES'), { code: 'EACCES' });

    const run = await medic(['start', '--port', '80'], {
      tasks: { startServer: () => Promise.reject(denied) },
    });

    expect(run.exitCode).toBe(1);
    expect(run.told).toContain('Choose one above 1023');
  });
});

describe('failures below', () => {
  it.each([
    [new InvalidInputError('web.csv:3: "x" is no number'), 2, 'web.csv:3'],
    [new NotFoundError('There is nothing'), 1, 'There is nothing'],
    [new Error('boom'), 1, 'This is a fault of Fleetmedic'],
    ['boom', 1, 'This is a fault of Fleetmedic'],
  ])('%s ends with %d', async (error, exitCode, message) => {
    const run = await medic(['replay', 'web.csv'], { tasks: { replay: () => Promise.reject(error) } });

    expect(run.exitCode).toBe(exitCode);
    expect(run.told).toContain(message);
  });
});
