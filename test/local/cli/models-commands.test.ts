import { describe, expect, it } from 'vitest';
import type { ModelRecord } from '#domain/model/model.ts';
import { feedback, INCIDENT, modelRecord, modelVersion, NOON } from '../../builders.ts';
import { medic, refusal } from './harness.ts';

const RECORD = modelRecord({
  versions: [
    modelVersion({ hash: 'bbb222', role: 'challenger', quality: {} }),
    modelVersion({ hash: 'aaa111', quality: { 'event-f1': 0.61, 'vus-pr': 0.55 } }),
    modelVersion({ hash: 'ccc333', role: 'refused', reason: 'Its event-f1 is 0.4' }),
  ],
  drift: { grade: 'watch', stabilityIndex: 0.12, summary: 'It has begun to drift' },
  trial: {
    verdict: 'undecided',
    sides: {
      champion: { found: 3, missed: 1, falseAlarms: 2 },
      challenger: { found: 4, missed: 0, falseAlarms: 1 },
      thresholds: { found: 2, missed: 2, falseAlarms: 5 },
    },
    labelled: 4,
    better: 3,
    worse: 1,
    confidence: 0.81,
    summary: 'It is being tried',
  },
  retraining: {
    at: NOON,
    isDue: false,
    reason: 'trial-runs',
    summary: 'A challenger is being tried already',
  },
  accuracy: [{ month: '2026-11', labelled: 4, confirmed: 4, brier: 0.1 }],
});
const answerOf = (models: readonly ModelRecord[]) => ({ listModels: { now: NOON, models } });
const promoted = modelRecord({ versions: [modelVersion({ hash: 'bbb222' })] });
const server = {
  ...answerOf([RECORD]),
  promoteModel: { now: NOON, model: promoted },
  takeBackModel: { now: NOON, model: modelRecord({ versions: [modelVersion({ hash: 'aaa111' })] }) },
  judgeIncident: { now: NOON, feedback: feedback() },
};
const WHY = ['--reason', 'it won'];

describe('medic models retrain', () => {
  it('trains on the database of a local run and says how to try the result', async () => {
    const asked: string[] = [];
    const tasks = {
      runProgram: async (_: string, args: readonly string[]) => {
        asked.push(args.slice(1).join(' '));
        return 0;
      },
    };

    const { exitCode, out, told } = await medic(['models', 'retrain'], { tasks });

    expect(exitCode).toBe(0);
    expect(asked).toEqual(['--database .medic/fleetmedic.db --out .medic/challenger']);
    expect(out).toContain('The challenger is in .medic/challenger');
    expect(told).toContain('medic start --challenger .medic/challenger');
  });

  it('says that a training failed', async () => {
    const { exitCode, told } = await medic(['models', 'retrain'], { tasks: { runProgram: async () => 2 } });

    expect(exitCode).toBe(1);
    expect(told).toContain('The training ended with 2');
  });
});

describe('medic models', () => {
  it('says of a version that passed the gate and of its kind that they are not tried', async () => {
    const other = modelRecord({
      name: 'error-class',
      isTried: false,
      versions: [
        modelVersion({ hash: 'fff999', role: 'admitted', reason: 'it cannot be tried' }),
        modelVersion({ hash: 'eee888' }),
      ],
    });

    const { out } = await medic(['models'], { server: answerOf([other]) });

    expect(out).toContain('error-class@fff999: it cannot be tried');
    expect(out).toContain('as no outcome here tells how right they are: error-class');
    expect(out).not.toContain('not looked at yet');
  });

  it('tells the trial and the calibration of a model that judges no incidents', async () => {
    const failures = modelRecord({
      name: 'failure-boosting',
      reviewedAt: NOON,
      trial: RECORD.trial,
      drift: { grade: 'drifted', expected: 0.8, confirmed: 0.2, summary: 'It is surer than right' },
    });
    const ranker = modelRecord({ name: 'cause-ranker', reviewedAt: NOON });

    const { out } = await medic(['models'], { server: answerOf([failures, ranker]) });

    expect(out).toContain('failure-boosting: It is surer than right');
    expect(out).toContain('failure-boosting, trial: It is being tried');
    expect(out).not.toContain('not looked at yet');
    expect(out).not.toContain('Not tried');
  });

  it('lists versions with roles, hashes, quality and drift, and what is found of them', async () => {
    const { exitCode, out, told } = await medic(['models'], { server });

    expect(exitCode).toBe(0);
    for (const part of [
      'anomaly-boosting',
      'aaa111',
      'champion',
      'event-f1 0.61, vus-pr 0.55',
      'watch',
      'It has begun to drift',
      'trial: It is being tried',
      'it missed 0 (the champion 1) and spoke 1 times in vain (the champion 2)',
      'training: A challenger is being tried already',
      '2026-11: of 4 cases that it is judged by 4 were trouble',
      'anomaly-boosting@ccc333 was refused: Its event-f1 is 0.4',
    ])
      expect(out).toContain(part);
    expect(told).toContain('medic models promote anomaly-boosting@bbb222');
  });

  it('says when none is registered, and of one that nobody has looked at yet', async () => {
    const none = await medic(['models'], { server: answerOf([]) });
    const fresh = await medic(['models'], { server: answerOf([modelRecord()]) });
    const document = await medic(['models', 'list', '--json'], { server });

    expect(none.out).toContain('thresholds judge alone');
    expect(fresh.out).toContain('not looked at yet');
    expect(JSON.parse(document.out).models).toHaveLength(1);
  });

  it('changes nothing without consent', async () => {
    const dry = await medic(['models', 'promote', 'anomaly-boosting@bbb', ...WHY], { server });
    const document = await medic(['models', 'promote', 'anomaly-boosting@bbb', ...WHY, '--json'], { server });

    expect(dry.told).toContain('Dry run: nothing was done. Add --yes to let it decide.');
    expect(dry.requests).toEqual(['GET /v1/models']);
    expect(JSON.parse(document.out)).toMatchObject({ isDryRun: true, change: 'promote', hash: 'bbb222' });
  });

  it('lets a challenger decide, and takes it back, with a reason', async () => {
    const up = await medic(['models', 'promote', 'anomaly-boosting@bbb222', ...WHY, '--yes'], { server });
    const back = await medic(['models', 'take-back', 'anomaly-boosting@bbb222', ...WHY, '--yes'], { server });
    const document = await medic(['models', 'promote', 'anomaly-boosting@bbb', ...WHY, '--yes', '--json'], {
      server,
    });

    expect(up.out).toContain('anomaly-boosting@bbb222 decides now.');
    expect(up.requests[1]).toBe(
      'POST /v1/models/anomaly-boosting/promote {"hash":"bbb222","reason":"it won"}',
    );
    expect(back.out).toContain('anomaly-boosting@aaa111 decides now.');
    expect(back.requests[1]).toContain('POST /v1/models/anomaly-boosting/take-back');
    expect(JSON.parse(document.out)).toMatchObject({ isDryRun: false, model: { name: 'anomaly-boosting' } });
  });

  it.each([
    ['no hash', 'anomaly-boosting', 2, 'Give the version as name@hash'],
    ['an unknown hash', 'anomaly-boosting@fff', 1, 'names no version. There are anomaly-boosting@bbb222'],
    ['an unknown model', 'nothing@aaa', 1, 'names no version'],
  ])('explains %s', async (_case, version, exitCode, message) => {
    const run = await medic(['models', 'promote', version, ...WHY], { server });

    expect(run.exitCode).toBe(exitCode);
    expect(run.told).toContain(message);
  });

  it('asks for more of a hash that is not enough, and says when there is none at all', async () => {
    const twins = modelRecord({ versions: [modelVersion({ hash: 'aa1' }), modelVersion({ hash: 'aa2' })] });

    const many = await medic(['models', 'promote', 'anomaly-boosting@aa', ...WHY], {
      server: answerOf([twins]),
    });
    const none = await medic(['models', 'promote', 'anomaly-boosting@aa', ...WHY], { server: answerOf([]) });

    expect(many.told).toContain('names more than one version');
    expect(none.told).toContain('There are none.');
  });

  it('tells a refusal by rule, and wants a reason', async () => {
    const refused = await medic(['models', 'promote', 'anomaly-boosting@aaa', ...WHY, '--yes'], {
      server: { ...server, promoteModel: () => refusal(409, 'conflict') },
    });
    const silent = await medic(['models', 'promote', 'anomaly-boosting@bbb', '--yes'], { server });

    expect(refused.exitCode).toBe(3);
    expect(silent.exitCode).toBe(2);
  });
});

describe('medic feedback', () => {
  it('says what an incident was worth, and what it counts for', async () => {
    const run = await medic(['feedback', INCIDENT, 'false-alarm', '--note', 'a load test'], { server });
    const document = await medic(['feedback', INCIDENT, 'useful', '--json'], { server });

    expect(run.out).toContain(`${INCIDENT} is kept as false-alarm: it counts for error share of checkout.`);
    expect(run.requests).toEqual([
      `POST /v1/incidents/${INCIDENT}/feedback {"verdict":"false-alarm","note":"a load test"}`,
    ]);
    expect(JSON.parse(document.out)).toMatchObject({ feedback: { by: 'ana' } });
  });

  it('counts for the service alone when no indicator led the incident', async () => {
    const { indicator: _, ...unled } = feedback();

    const { out } = await medic(['feedback', INCIDENT, 'useful'], {
      server: { judgeIncident: { now: NOON, feedback: unled } },
    });

    expect(out).toContain('it counts for checkout.');
  });

  it('knows the three words, and what an id is', async () => {
    const word = await medic(['feedback', INCIDENT, 'falsealarm'], { server });
    const id = await medic(['feedback', '', 'useful'], { server });

    expect(word.exitCode).toBe(2);
    expect(word.told).toContain('Did you mean false-alarm?');
    expect(id.told).toContain('is no incident id');
  });
});
