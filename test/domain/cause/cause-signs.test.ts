import { describe, expect, it } from 'vitest';
import { readSigns } from '#domain/cause/cause-signs.ts';
import type { IncidentPicture } from '#domain/cause/component.ts';
import { gatherEvidence, profileComponents } from '#domain/cause/evidence.ts';
import { makePicture, ONSET, PERIOD_SECONDS, SLOW_STORE, sinceOnset } from './picture.ts';

function signsOf(picture: IncidentPicture) {
  const evidence = gatherEvidence(profileComponents(picture), ONSET, PERIOD_SECONDS);
  const signs = readSigns(picture, evidence, ONSET);
  return new Map(evidence.map(({ name }, index) => [name, signs[index]]));
}

describe('the signs of a component', () => {
  it('tell its own slowness from what it passes on', () => {
    const signs = signsOf(makePicture(SLOW_STORE));

    expect(signs.get('store')).toMatchObject({
      ownWaitingVolume: signs.get('store')?.waitingVolume,
      isLeaf: 1,
    });
    expect(signs.get('cart')?.ownWaitingVolume).toBeLessThan(0.2);
    expect(signs.get('cart')?.calleeLatency).toBe(1);
    expect(signs.get('store')?.callerLatency).toBe(1);
  });

  it('know what the symptom complains of', () => {
    const latency = signsOf(makePicture({}, { symptom: { component: 'web', metric: 'latency' } }));
    const errors = signsOf(makePicture({}, { symptom: { component: 'web', metric: 'availability' } }));

    expect(latency.get('web')).toMatchObject({ isSymptom: 1, symptomIsLatency: 1, symptomIsErrors: 0 });
    expect(errors.get('web')).toMatchObject({ symptomIsLatency: 0, symptomIsErrors: 1 });
  });

  it('know whether the calls of the symptom lead there; without a symptom everything is near', () => {
    const { symptom: _symptom, ...rest } = makePicture();

    expect(signsOf(makePicture({}, { symptom: { component: 'search' } })).get('store')?.isOnPath).toBe(0);
    expect(signsOf(makePicture()).get('store')?.isOnPath).toBe(1);
    expect(signsOf(rest).get('store')?.isOnPath).toBe(1);
  });

  it('remember changes shortly before the onset', () => {
    const changes = [
      { component: 'cart', at: ONSET, summary: 'version 12' },
      { component: 'web', at: 0 as typeof ONSET, summary: 'long ago' },
    ];

    const signs = signsOf(makePicture({}, { changes }));

    expect(signs.get('cart')?.hasChanged).toBe(1);
    expect(signs.get('web')?.hasChanged).toBe(0);
  });

  it('see what is called only since the onset, and who calls it', () => {
    const signs = signsOf(
      makePicture(
        {
          changes: { archive: { requests: sinceOnset(() => 60) } },
          more: { archive: [{ metric: 'requests', statistic: 'Sum', level: 0 }] },
        },
        { calls: new Map([['cart', ['archive']]]) },
      ),
    );

    expect(signs.get('archive')?.isNewlyCalled).toBe(1);
    expect(signs.get('cart')?.callsSomethingNew).toBe(1);
  });

  it('count lag from the first onset; what has none is as late as can be', () => {
    const signs = signsOf(
      makePicture({
        changes: {
          store: { latency: sinceOnset((value) => value * 5) },
          web: { latency: (value, minute) => (minute >= 24 ? value * 5 : value) },
        },
      }),
    );

    expect(signs.get('store')?.lag).toBe(0);
    expect(signs.get('web')?.lag).toBeGreaterThan(0.1);
    expect(signs.get('search')?.lag).toBe(1);
  });

  it('measure failures by their number, in percent, in shares and in counts', () => {
    const failing = signsOf(
      makePicture({
        changes: {
          search: { availability: sinceOnset((value) => value - 20) },
          lone: { 'error-rate': sinceOnset(() => 0.3) },
        },
        more: {
          lone: [
            { metric: 'error-rate', level: 0.01 },
            { metric: 'requests', statistic: 'Sum', level: 600 },
          ],
        },
      }),
    );

    expect(failing.get('search')?.failingVolume).toBeGreaterThan(0.1);
    expect(failing.get('lone')?.failingVolume).toBe(1);
    expect(failing.get('cart')?.failingVolume).toBeLessThan(0.1);
  });

  it('take a percentile for the whole where there is no mean, and any traffic where none is measured', () => {
    const signs = signsOf(
      makePicture(
        {
          changes: { lone: { latency: sinceOnset((value) => value * 9) } },
          more: { lone: [{ metric: 'latency', statistic: 'p95', level: 1 }] },
        },
        { calls: new Map() },
      ),
    );

    expect(signs.get('lone')?.waitingVolume).toBeGreaterThan(0);
  });
});
