// States as colour, shape and word together; nothing is told by colour alone.

import Badge from '@cloudscape-design/components/badge';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { PulseAnswer } from '#contracts/api/healer-views.ts';
import type { IncidentSummary, ServiceOverview } from '#contracts/api/service-views.ts';
import { STATE_LABELS, spellOut } from '../format.ts';

const SERVICE_SHAPES: Readonly<Record<ServiceOverview['state'], StatusIndicatorProps.Type>> = {
  healthy: 'success',
  degraded: 'warning',
  unhealthy: 'error',
  critical: 'error',
  unknown: 'stopped',
};

export function ServiceState({ state }: { readonly state: ServiceOverview['state'] }) {
  return <StatusIndicator type={SERVICE_SHAPES[state]}>{STATE_LABELS[state]}</StatusIndicator>;
}

const INCIDENT_SHAPES: Readonly<Record<IncidentSummary['state'], StatusIndicatorProps.Type>> = {
  open: 'in-progress',
  diagnosed: 'in-progress',
  planned: 'in-progress',
  'awaiting-approval': 'pending',
  remediating: 'in-progress',
  verifying: 'in-progress',
  resolved: 'success',
  'rolled-back': 'warning',
  escalated: 'error',
  suppressed: 'stopped',
};

/** What is being done about it, in words an on-caller would use. */
const INCIDENT_LABELS: Readonly<Record<IncidentSummary['state'], string>> = {
  open: 'Looking for the cause',
  diagnosed: 'Choosing what to do',
  planned: 'Getting ready',
  'awaiting-approval': 'Waits for approval',
  remediating: 'Healing',
  verifying: 'Checking the effect',
  resolved: 'Resolved',
  'rolled-back': 'Rolled back',
  escalated: 'Escalated to people',
  suppressed: 'Watched only',
};

export function IncidentState({ state }: { readonly state: IncidentSummary['state'] }) {
  return <StatusIndicator type={INCIDENT_SHAPES[state]}>{INCIDENT_LABELS[state]}</StatusIndicator>;
}

const SEVERITY_COLORS: Readonly<
  Record<
    IncidentSummary['severity'],
    'severity-critical' | 'severity-high' | 'severity-medium' | 'severity-low'
  >
> = {
  'SEV-1': 'severity-critical',
  'SEV-2': 'severity-high',
  'SEV-3': 'severity-medium',
  'SEV-4': 'severity-low',
};

export function Severity({ severity }: { readonly severity: IncidentSummary['severity'] }) {
  return <Badge color={SEVERITY_COLORS[severity]}>{severity}</Badge>;
}

const PULSE_SHAPES: Readonly<Record<PulseAnswer['state'], StatusIndicatorProps.Type>> = {
  well: 'success',
  impaired: 'warning',
  stopped: 'stopped',
  starting: 'pending',
};

export function PulseState({ state }: { readonly state: PulseAnswer['state'] }) {
  return <StatusIndicator type={PULSE_SHAPES[state]}>{spellOut(state)}</StatusIndicator>;
}
