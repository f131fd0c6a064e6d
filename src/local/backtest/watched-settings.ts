// The settings under which a backtest watches: the user's own where they were given, observe only, over presumed
// resources.

import { Settings } from '#contracts/settings.ts';
import { Service } from '#domain/service/service.ts';
import type { MetricExport } from './metric-export.ts';
import { resourcesOf } from './presumed-fleet.ts';

/**
 * Settings for the services of an export. What the user set for a service holds for the export of the same name; what it
 * calls and is not in the export says nothing about itself, and would pass for a third party.
 */
export function settingsForExport(
  { services, periodSeconds }: Pick<MetricExport, 'services' | 'periodSeconds'>,
  own: Settings | undefined,
): Settings {
  const names = new Set(services.map(({ name }) => name));
  const watched = services.map((service) => {
    const { mode: _mode, ...known } = own?.services.find(({ id }) => id === service.name) ?? {
      dependsOn: [],
    };
    const dependsOn = known.dependsOn.filter((id) => names.has(id));
    return Service.parse({ ...known, id: service.name, resources: [...resourcesOf(service)], dependsOn });
  });
  const base = own ?? Settings.parse({ version: 1, services: watched });
  return { ...base, mode: 'observe', services: watched, polling: { ...base.polling, periodSeconds } };
}
