// Consumer of anomalies on the bus: groups them into incidents and starts recoveries. Parse, call, shape.

import { openIncident } from '#application/open-incident.ts';
import { eventConsumer } from '#runtime/consumer.ts';

export const handler = eventConsumer(
  'anomaly-detected',
  (deps: Parameters<typeof openIncident>[0], { anomaly }) => openIncident(deps, anomaly),
);
