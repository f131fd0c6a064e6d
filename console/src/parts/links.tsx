// Links to the page of a noun: its address is written here only.

import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';

/** To a service, by its id. */
export function ServiceLink({ serviceId }: { readonly serviceId: string }) {
  return <Link href={`#/services/${encodeURIComponent(serviceId)}`}>{serviceId}</Link>;
}

interface IncidentLinkProps {
  readonly incidentId: string;
  /** What the link says; the id where absent. */
  readonly children?: ReactNode;
}

/** To an incident. */
export function IncidentLink({ incidentId, children }: IncidentLinkProps) {
  return <Link href={`#/incidents/${encodeURIComponent(incidentId)}`}>{children ?? incidentId}</Link>;
}
