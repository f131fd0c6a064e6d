import { describe, expect, it } from 'vitest';
import { FLAGS } from '#contracts/flags.ts';
import { parseSettings } from '#contracts/settings-document.ts';

const SERVICE = 'services: [{ id: checkout, resources: [ecs-service/shop/checkout] }]';

/** The lines of the error that a text leads to. */
function problemsIn(text: string): readonly string[] {
  try {
    parseSettings(text, 'fleetmedic.yaml');
  } catch (error) {
    return String(error).split('\n').slice(1);
  }
  return [];
}

/** The problems of a document that is sound but for the given lines. */
function problemsWith(...lines: readonly string[]): readonly string[] {
  return problemsIn(['version: 1', SERVICE, ...lines].join('\n'));
}

describe('a settings document', () => {
  it('needs only a version and services; the rest has defaults', () => {
    const settings = parseSettings(`version: 1\n${SERVICE}`, 'fleetmedic.yaml');

    expect(settings).toMatchObject({
      mode: 'observe',
      services: [{ id: 'checkout', tier: 'standard', dependsOn: [] }],
      guardrails: { maxConcurrentRecoveries: 3 },
      retention: { auditDays: 2555 },
    });
  });

  it('has every setting of the mission with its default', () => {
    const settings = parseSettings(`version: 1\n${SERVICE}`, 'fleetmedic.yaml');

    expect(settings).toMatchObject({
      services: [{ maxFailuresBeforeRecovery: 3 }],
      polling: { healthCheckIntervalSeconds: 30 },
      guardrails: { cooldownSeconds: 60, maxConcurrentRecoveries: 3 },
      logSink: { elasticsearchEnabled: false },
      optimization: { analysisWindowHours: 24, threshold: 0.15, autoApply: false },
      prediction: { failureProbability: 0.7, windowMinutes: { from: 5, to: 30 } },
      detection: { learning: { rate: 0.05 } },
      learning: { retrainAfterSamples: 1000 },
      ingest: { batchSize: 100 },
      retention: { healthDays: 7, anomalyDays: 90, changeDays: 30, incidentDays: 455, auditDays: 2555 },
      rateLimits: { requestsPerMinute: 600, triggersPerHour: 10 },
    });
    expect(Object.keys(settings.flags)).toEqual(Object.keys(FLAGS));
  });

  it('may be written with all that it can hold', () => {
    const settings = parseSettings(
      `
version: 1
mode: approve
services:
  - id: checkout
    tier: critical
    resources: [ecs-service/shop/checkout, scalable-target/shop/checkout]
    dependsOn: [cart]
    strategies: { instance-scaling: auto }
    calendar:
      - { name: weekly sale, kind: event, days: [fri], start: "22:00", end: "02:00" }
  - id: cart
    resources: [ecs-service/shop/cart]
calendar:
  - { name: year end, kind: freeze, from: "2026-12-24T00:00:00Z", to: "2027-01-02T00:00:00Z" }
logSink: { elasticsearchEnabled: true, elasticsearchUrl: "https://logs.example.com" }
flags: { autonomous-recovery: false, self_healing.recovery: false }
`,
      'fleetmedic.yaml',
    );

    expect(settings.services[0]?.strategies).toEqual({ 'instance-scaling': 'auto' });
    expect(settings.flags['autonomous-recovery']).toBe(false);
  });

  it('may repeat a part by an anchor', () => {
    const text = `version: 1
services:
  - { id: a, resources: [ecs-service/shop/a], calendar: &nights [{ name: n, kind: freeze, days: [mon], start: "22:00", end: "06:00" }] }
  - { id: b, resources: [ecs-service/shop/b], calendar: *nights }`;

    const { services } = parseSettings(text, 'fleetmedic.yaml');

    expect(services[1]?.calendar).toEqual(services[0]?.calendar);
  });
});

describe('a problem of a settings document', () => {
  it('is told with all others, in the order of the text, each with file, line, column, path and remedy', () => {
    const text = `version: 1
mode: aut
polling:
  calmSeconds: 5
services:
  - id: checkout
    resources: []
`;

    expect(() => parseSettings(text, 'shop/fleetmedic.yaml')).toThrow(
      expect.objectContaining({
        name: 'InvalidInputError',
        message: [
          'shop/fleetmedic.yaml has 3 problems; correct it and try again:',
          '  shop/fleetmedic.yaml:2:1 mode: Invalid option: expected one of "observe"|"suggest"|"approve"|"auto". Did you mean "auto"?',
          '  shop/fleetmedic.yaml:4:3 polling.calmSeconds: Too small: expected number to be >=60. Use 60 or more.',
          '  shop/fleetmedic.yaml:7:5 services[0].resources: Too small: expected array to have >=1 items. Use 1 or more.',
        ].join('\n'),
      }),
    );
  });

  it.each([
    [
      'a key of which a known one is near',
      'polling: { calmSecond: 60 }',
      '3:12 polling.calmSecond: is not a known key. Did you mean "calmSeconds"?',
    ],
    [
      'a key of a map with fixed keys',
      'flags: { self_healing.monitorin: true }',
      'Did you mean "self_healing.monitoring"?',
    ],
    [
      'an indicator of which a known one is near',
      'rules: [{ name: slow, indicator: latency-p9, above: 1 }]',
      'Did you mean "latency-p99"?',
    ],
    [
      'a key that is like no other',
      'learning: { zeitgeist: 1 }',
      'learning.zeitgeist: is not a known key. Remove it; known here are retrainAfterSamples, autoRetrain, autoPromote.',
    ],
    [
      'a text for a number',
      'polling: { calmSeconds: sixty }',
      'expected number, received string. Write a number.',
    ],
    [
      'a fraction for a whole number',
      'polling: { calmSeconds: 60.5 }',
      'expected int, received number. Write a whole number.',
    ],
    ['a text for a switch', 'flags: { self_healing.monitoring: yes }', 'Write true or false.'],
    [
      'a list for a map',
      'polling: []',
      'polling: Invalid input: expected object, received array. Write a map of keys and values.',
    ],
    [
      'a map for a list',
      'calendar: {}',
      'calendar: Invalid input: expected array, received object. Write a list.',
    ],
    [
      'a number that is too large',
      'ingest: { batchSize: 1000 }',
      'Too big: expected number to be <=100. Use 100 or less.',
    ],
    ['a word that is like no other', 'mode: zeitgeist', 'Write observe or suggest or approve or auto.'],
    [
      'something that is no address',
      'logSink: { elasticsearchUrl: here }',
      'is not an address. Write it like https://logs.example.com.',
    ],
    [
      'a calendar entry that comes nearest to the weekly form',
      'calendar: [{ name: n, kind: freeze, days: [mo], start: "9:30", end: "10:00" }]',
      'calendar[0].days[0]: Invalid option: expected one of "mon"|"tue"|"wed"|"thu"|"fri"|"sat"|"sun". Did you mean "mon"?',
    ],
    [
      'a time of day in another form',
      'calendar: [{ name: n, kind: freeze, days: [mon], start: "9:30", end: "10:00" }]',
      'calendar[0].start: is not a time of day. Write it like "09:30".',
    ],
    [
      'a date without a time',
      'calendar: [{ name: n, kind: freeze, from: "2026-12-24", to: "2027-01-02T00:00:00Z" }]',
      'calendar[0].from: is not a moment in UTC. Write it like 2026-11-23T12:00:00Z.',
    ],
  ])('is %s', (_name, text, expected) => {
    const [problem] = problemsWith(text);

    expect(problem).toContain(expected);
  });

  it('is a missing part, shown at what it is missing from', () => {
    const problems = problemsIn('version: 1\nservices:\n  - resources: [ecs-service/shop/checkout]');

    expect(problems).toEqual(['  fleetmedic.yaml:3:5 services[0].id: is missing, expected string. Add it.']);
  });

  it('is an empty document', () => {
    expect(problemsIn('')).toEqual([
      '  fleetmedic.yaml:1:1 the document: Invalid input: expected object, received null. Write a map of keys and values.',
    ]);
  });

  it('is a document without anything that is needed', () => {
    expect(problemsIn('mode: auto')).toEqual([
      '  fleetmedic.yaml:1:1 version: Invalid input: expected 1. Write 1.',
      '  fleetmedic.yaml:1:1 services: is missing, expected array. Add it.',
    ]);
  });

  it('is a key that stands twice, beside all that is wrong otherwise', () => {
    const problems = problemsWith('mode: auto', 'mode: observe', 'learning: 7');

    expect(problems).toEqual([
      '  fleetmedic.yaml:4:1 Map keys must be unique',
      expect.stringContaining('fleetmedic.yaml:5:1 learning:'),
    ]);
  });

  it.each([
    ['an open bracket', 'version: [1', /1:1\d .*flow/i],
    ['an alias without an anchor', 'version: *one', /1:1 ReferenceError: Unresolved alias/],
    ['a second document', 'version: 1\n---\nversion: 1', /multiple documents/],
    ['a tag that means nothing', 'version: !version 1', /1:10 Unresolved tag/],
    ['a key that is a list', '? [a]\n: 1', /1:3 .*keys must be strings/],
  ])('is a text that is no YAML a person can have meant: %s', (_name, text, expected) => {
    const problems = problemsIn(text);

    expect(problems).toEqual([expect.stringMatching(expected)]);
  });

  it('is a text that would fill the memory by its anchors', () => {
    const letters = [...'abcdefghi'];
    const grow = (letter: string, index: number) =>
      `${letter}: &${letter} [${Array(9).fill(index === 0 ? 'x' : `*${letters[index - 1]}`)}]`;

    expect(problemsIn(letters.map(grow).join('\n'))).toEqual([
      expect.stringContaining('Excessive alias count'),
    ]);
  });
});

describe('a contradiction in a settings document', () => {
  const services = (...lines: readonly string[]) =>
    problemsIn(['version: 1', 'services:', ...lines].join('\n'));

  it('is an id that two services have', () => {
    const problems = services(
      '  - { id: cart, resources: [ecs-service/shop/a] }',
      '  - { id: cart, resources: [ecs-service/shop/b] }',
    );

    expect(problems).toEqual([
      '  fleetmedic.yaml:4:7 services[1].id: "cart" is the id of services[0] already. Give each service an id of its own.',
    ]);
  });

  it('is a resource that is listed twice, in one service or two', () => {
    const problems = services(
      '  - { id: a, resources: [ecs-service/shop/a, ecs-service/shop/a] }',
      '  - { id: b, resources: [ecs-service/shop/a] }',
    );

    expect(problems).toEqual([
      expect.stringMatching(
        /3:46 services\[0\]\.resources\[1\]: .* belongs to service "a" already\. List each/,
      ),
      expect.stringMatching(
        /4:26 services\[1\]\.resources\[0\]: .* belongs to service "a" already\. List each/,
      ),
    ]);
  });

  it.each(['shop/checkout', 'ecs-task/shop/checkout', 'ecs-service/shop/checkout/1'])(
    'is a resource that has no known form: %s',
    (resourceId) => {
      expect(services(`  - { id: a, resources: [${resourceId}] }`)).toEqual([
        expect.stringMatching(
          /is not <type>\/<scope>\/<name>\. Write it like ecs-service\/shop\/checkout; the types/,
        ),
      ]);
    },
  );

  it('is a dependency on itself, or on a service that is not there', () => {
    const problems = services(
      '  - id: checkout',
      '    resources: [ecs-service/shop/checkout]',
      '    dependsOn: [checkout, checkuot, warehouse]',
    );

    expect(problems).toEqual([
      '  fleetmedic.yaml:5:17 services[0].dependsOn[0]: "checkout" depends on itself. Remove it.',
      '  fleetmedic.yaml:5:27 services[0].dependsOn[1]: "checkuot" is no service of this document. Did you mean "checkout"?',
      '  fleetmedic.yaml:5:37 services[0].dependsOn[2]: "warehouse" is no service of this document. Add a service with this id, or remove it.',
    ]);
  });

  it('is a calendar entry that does not end after it begins, of the fleet or of a service', () => {
    const problems = services(
      '  - id: a',
      '    resources: [ecs-service/shop/a]',
      '    calendar: [{ name: noon, kind: event, days: [mon], start: "12:00", end: "12:00" }]',
      'calendar: [{ name: sale, kind: event, from: "2026-11-27T00:00:00Z", to: "2026-11-26T00:00:00Z" }]',
    );

    expect(problems).toEqual([
      expect.stringContaining('services[0].calendar[0].end: "noon" ends at 12:00, when it begins.'),
      expect.stringContaining('calendar[0].to: "sale" does not end after it begins. Use a moment after'),
    ]);
  });

  it.each([
    [
      'a window of prediction that is empty',
      'prediction: { windowMinutes: { from: 30, to: 20 } }',
      'prediction.windowMinutes: the window from 30 to 20 minutes ahead is empty. Let `from` be less than `to`.',
    ],
    [
      'a log sink without an address',
      'logSink: { elasticsearchEnabled: true }',
      'logSink: Elasticsearch is enabled without an address. Add elasticsearchUrl.',
    ],
    [
      'a flag that is written as on in a phase that is off',
      'flags: { ml-pipeline: false, self_healing.ml_models: true }',
      'flags.self_healing.ml_models: is on, but its phase "ml-pipeline" is off. Remove it, or switch "ml-pipeline" on.',
    ],
  ])('is %s', (_name, text, expected) => {
    expect(problemsWith(text)).toEqual([expect.stringContaining(expected)]);
  });

  it('is a rule of ones own that has no side or two, names no service, or never holds', () => {
    const problems = problemsWith(
      'rules:',
      '  - { name: slow, indicator: latency-p99 }',
      '  - { name: slow, indicator: cpu, above: 1, below: 2, services: [chekout, nobody-knows-this] }',
      '  - { name: never, indicator: cpu, above: 1, only: { days: [mon], start: "08:00", end: "08:00" } }',
      '  - { name: kept, indicator: cpu, above: 90, forMinutes: 5, services: [checkout], only: { days: [mon], start: "08:00", end: "18:00" } }',
    );

    expect(problems).toEqual([
      expect.stringContaining('rules[0]: "slow" says neither above nor below. Write one of the two'),
      expect.stringContaining('rules[1]: "slow" says both above and below. Write one of the two'),
      expect.stringContaining('rules[1].name: "slow" is the name of rules[0] already'),
      expect.stringContaining('"chekout" is no service of this document. Did you mean "checkout"?'),
      expect.stringContaining(
        '"nobody-knows-this" is no service of this document. Write the id of a service',
      ),
      expect.stringContaining('rules[2].only.end: "never" ends at 08:00, when it begins'),
    ]);
  });

  it('is not a flag that only by default is on in a phase that is off', () => {
    expect(problemsWith('flags: { ml-pipeline: false }')).toEqual([]);
  });
});
