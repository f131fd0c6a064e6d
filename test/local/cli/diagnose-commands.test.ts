import { describe, expect, it } from 'vitest';
import type { DiagnoseOptions, FileDiagnosis } from '#local/cause/diagnose-files.ts';
import { medic } from './harness.ts';

const FLAGS = ['diagnose', '--metrics', 'm.csv', '--normal', 'n.csv'] as const;
const CAUSE = { node: 'store', score: 0.9, evidence: [] };

async function diagnose(argv: readonly string[], answer: FileDiagnosis['answer'] = [CAUSE]) {
  const asked: DiagnoseOptions[] = [];
  const result = await medic(argv, {
    tasks: {
      diagnose: async (options) => {
        asked.push(options);
        return { answer, messages: ['Onset now: most likely store'] };
      },
    },
  });
  return { ...result, asked };
}

describe('medic diagnose', () => {
  it('prints one JSON document, and what it has to say of the files apart from it', async () => {
    const { out, told, exitCode } = await diagnose([
      ...FLAGS,
      '--symptom',
      'web:latency',
      '--at',
      '1767690000',
    ]);

    expect(JSON.parse(out)).toEqual([CAUSE]);
    expect(told).toContain('most likely store');
    expect(exitCode).toBe(0);
  });

  it('prints the words of the contract where nothing stands out', async () => {
    const { out } = await diagnose(FLAGS, 'no single cause');

    expect(JSON.parse(out)).toBe('no single cause');
  });

  it('hands on paths, symptom and time', async () => {
    const { asked } = await diagnose([
      ...FLAGS,
      '--graph',
      'g.csv',
      '--symptom',
      'a::b:c',
      '--at',
      '1767690000.5',
    ]);

    expect(asked[0]).toMatchObject({
      metrics: 'm.csv',
      normal: 'n.csv',
      graph: 'g.csv',
      symptom: 'a::b:c',
      at: 1_767_690_000_500,
    });
  });

  it('refuses a time that is none', async () => {
    const { exitCode, told } = await diagnose([...FLAGS, '--at', 'yesterday']);

    expect(exitCode).toBe(2);
    expect(told).toContain('epoch seconds or an ISO 8601 time');
  });
});

describe('medic classify', () => {
  const tasks = {
    classifyError: async () => ({
      category: 'capacity' as const,
      severity: 'fatal' as const,
      categoryConfidence: 0.91,
      severityConfidence: 0.6,
      pageSeverity: 'critical' as const,
    }),
  };

  it('says category, severity and what a page would say', async () => {
    const { out } = await medic(['classify', 'out of memory', '--code', '137'], { tasks });

    expect(out).toContain('capacity (91 %), fatal (60 %); a page would say critical');
  });

  it('answers as JSON', async () => {
    const { out } = await medic(['classify', 'out of memory', '--json'], { tasks });

    expect(JSON.parse(out)).toMatchObject({ category: 'capacity', pageSeverity: 'critical' });
  });
});
