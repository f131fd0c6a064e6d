import { describe, expect, it } from 'vitest';
import { readChanges, readKnownIncidents } from '#local/backtest/recorded-events.ts';
import { writeSeries } from '../series/files.ts';

describe('known incidents', () => {
  it('are read oldest first, with or without a service', async () => {
    const path = await writeSeries(
      'Start,End,Service\n2026-01-06T10:00:00Z,2026-01-06T11:00:00Z,shop\n1767571200,1767574800,\n',
    );

    expect(await readKnownIncidents(path)).toEqual([
      { from: 1_767_571_200_000, to: 1_767_574_800_000 },
      { from: Date.UTC(2026, 0, 6, 10), to: Date.UTC(2026, 0, 6, 11), service: 'shop' },
    ]);
  });

  it.each([
    ['start\n2026-01-06\n', /:1: there is no column end; the first line names the columns/],
    ['start,end\nnoon,2026-01-06\n', /:2: "noon" in column start is no time/],
    ['start,end\n2026-01-06,2026-01-05\n', /:2: it ends before it starts/],
  ])('are refused where they make no sense: %j', async (text, problem) => {
    await expect(readKnownIncidents(await writeSeries(text))).rejects.toThrow(problem);
  });
});

describe('changes', () => {
  it('are changes of the presumed resources, oldest first', async () => {
    const path = await writeSeries(
      'timestamp,service,kind,summary\n2026-01-06,shop,configuration,limits\n2026-01-05,shop,deployment,\n',
    );

    const changes = await readChanges(path);

    expect(changes).toMatchObject([
      {
        kind: 'deployment',
        resourceId: 'ecs-service/presumed/shop',
        summary: 'deployment of shop',
        by: 'other',
      },
      { kind: 'configuration', resourceId: 'configuration/presumed/shop', summary: 'limits' },
    ]);
    expect(new Set(changes.map(({ changeId }) => changeId)).size).toBe(2);
  });

  it('are refused when of no known kind', async () => {
    const path = await writeSeries('timestamp,service,kind\n2026-01-06,shop,prayer\n');

    await expect(readChanges(path)).rejects.toThrow(
      /:2: "prayer" is no kind of change; write deployment, restart, configuration, scaling/,
    );
  });
});
