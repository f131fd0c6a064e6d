// Which endpoints a deployment serves behind its gateway: all that read, and what people say of incidents and models.
// Approvals are answered in Slack, where whoever clicks is proven; the stop switch no function can write.

import { ENDPOINTS, type Endpoint, type EndpointName } from '#contracts/api/endpoints.ts';

/** A function answers once: a stream of events would keep it running. */
const STREAMED: EndpointName = 'events';
const SAID: ReadonlySet<EndpointName> = new Set(['judgeIncident', 'promoteModel', 'takeBackModel']);

/** The endpoints, in the order of the contract. */
export function servedEndpoints(): readonly Endpoint[] {
  const names = Object.keys(ENDPOINTS) as EndpointName[];
  return names
    .filter((name) => SAID.has(name) || (ENDPOINTS[name].method === 'GET' && name !== STREAMED))
    .map((name) => ENDPOINTS[name]);
}
