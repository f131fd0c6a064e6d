import { describe, expect, it } from 'vitest';
import { type AlarmName, makeStaticAlarms } from '#local/fleet/static-alarms.ts';
import { idOf, injection, quietFleet, runMinutes } from './builders.ts';

/** The services and alarms that ring in any minute of the time. */
function listen(fleet: ReturnType<typeof quietFleet>, minutes: number, ofResources = false) {
  const alarms = makeStaticAlarms(fleet, { ofResources });
  const rang = new Map<string, Set<AlarmName>>();
  for (let minute = 0; minute < minutes; minute += 1) {
    runMinutes(fleet, 1);
    for (const { serviceId, alarm } of alarms.evaluate())
      rang.set(serviceId, (rang.get(serviceId) ?? new Set()).add(alarm));
  }
  return rang;
}

describe('static alarms', () => {
  it('are silent while all is well', () => {
    expect(listen(quietFleet(), 60).size).toBe(0);
  });

  it('ring for errors that users feel', () => {
    const fleet = quietFleet({ injections: [injection({ kind: 'F3', serviceId: idOf('cart') })] });

    expect(listen(fleet, 60).get('cart')).toContain('error-share');
  });

  it('watch resources only where they are told to', () => {
    const leaking = () => quietFleet({ injections: [injection({ kind: 'F4', serviceId: idOf('catalog') })] });

    expect(listen(leaking(), 100).get('catalog')).toBeUndefined();
    expect(listen(leaking(), 100, true).get('catalog')).toContain('memory');
  });
});
