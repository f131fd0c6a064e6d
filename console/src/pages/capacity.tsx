// Will what there is do next week: the coming demand of every service, the tasks that it needs, and how far to trust that.

import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { CapacityAnswer, CapacityOutlook } from '#contracts/api/capacity-views.ts';
import { formatShare, formatUtc, formatValue } from '../format.ts';
import { useView } from '../live.ts';
import { ServiceLink } from '../parts/links.tsx';
import { ListTable } from '../parts/list-table.tsx';
import { Waiting } from '../parts/problem.tsx';
import { Ago, Time } from '../parts/time.tsx';

const PER_SECOND = 'throughput';
/** Below so many days no time of day is known. */
const DAYS_FOR_A_DAY = 2;

export function CapacityPage() {
  const view = useView('readCapacity', {});
  if (!view.answer) return <Waiting view={view} what="the coming demand" />;
  const { services, prices } = view.answer;
  return (
    <SpaceBetween size="m">
      <Header
        variant="h1"
        description="What will be asked of each service, and the tasks that it needs. Nothing is scaled in on a forecast."
      >
        Capacity
      </Header>
      <Outlooks services={services} />
      <Box color="text-body-secondary">
        Requests a second in the busiest five minutes; eight of ten lie within the interval, and 95 of 100
        below its upper end, which tasks are planned for. Costs by the prices of {prices.month},{' '}
        {prices.region}
        {services.some(({ plan }) => plan?.isTaskSizeAssumed) &&
          ', at half a processor and 1 GB a task where the settings have no taskSize'}
        .
      </Box>
    </SpaceBetween>
  );
}

function Outlooks({ services }: Pick<CapacityAnswer, 'services'>) {
  return (
    <ListTable
      header={
        <Header variant="h2" counter={`(${services.length})`}>
          Services
        </Header>
      }
      label="Coming demand of the services"
      items={services}
      empty="Of no service are requests counted."
      columnDefinitions={[
        {
          id: 'service',
          header: 'Service',
          isRowHeader: true,
          cell: ({ serviceId }) => <ServiceLink serviceId={serviceId} />,
        },
        { id: 'now', header: 'Now', cell: (outlook) => <Present outlook={outlook} /> },
        { id: 'day', header: 'Next day', cell: (outlook) => <Peak outlook={outlook} horizon="day" /> },
        { id: 'week', header: 'Next week', cell: (outlook) => <Peak outlook={outlook} horizon="week" /> },
        { id: 'tasks', header: 'Tasks needed', cell: (outlook) => <Tasks outlook={outlook} /> },
        { id: 'cost', header: 'Added cost', cell: ({ plan }) => plan && `$${plan.addedDollars.toFixed(2)}` },
        { id: 'trust', header: 'How far to trust it', cell: (outlook) => <Trust outlook={outlook} /> },
      ]}
    />
  );
}

interface Row {
  readonly outlook: CapacityOutlook;
}

function Present({ outlook: { demand, tasks, madeAt, isByModel } }: Row) {
  if (madeAt === undefined || demand === undefined) return 'Looked at within the hour';
  return (
    <>
      {formatValue(PER_SECOND, demand)}
      {tasks !== undefined && `, ${tasks} tasks`}
      <Box color="text-body-secondary" fontSize="body-s">
        <Ago at={madeAt} />
        {!isByModel && ', without the model'}
      </Box>
    </>
  );
}

function Peak({ outlook, horizon }: Row & { readonly horizon: 'day' | 'week' }) {
  const peak = outlook.peaks.find((each) => each.horizon === horizon);
  if (!peak) return outlook.historyDays < DAYS_FOR_A_DAY ? 'Too young' : 'Not yet';
  const [expected, low, atMost] = [peak.expected, peak.low, peak.atMost].map((value) =>
    formatValue(PER_SECOND, value),
  );
  return (
    <>
      {expected} <Time at={peak.at} />
      <Box color="text-body-secondary" fontSize="body-s">
        {low} to {atMost}
      </Box>
    </>
  );
}

function Tasks({ outlook: { plan, tasks = 0, spike, spikeNote } }: Row) {
  return (
    <>
      {plan && <Need plan={plan} tasks={tasks} />}
      {spike && (
        <StatusIndicator type="warning">
          Spike to {formatValue(PER_SECOND, spike.peak)} at {formatUtc(spike.spikeAt)}: {spike.tasks} tasks.{' '}
          {spikeNote}.
        </StatusIndicator>
      )}
    </>
  );
}

function Need({
  plan,
  tasks,
}: {
  readonly plan: NonNullable<CapacityOutlook['plan']>;
  readonly tasks: number;
}) {
  if (plan.tasks <= tasks)
    return <StatusIndicator type="success">{plan.tasks}: what there is will do</StatusIndicator>;
  return (
    <StatusIndicator type="warning">
      {plan.tasks} <Time at={plan.at} />
      {plan.isCapped && ', more than the settings let be paid for'}
      {!plan.isCapped && plan.shortAt !== undefined && ', sooner than steps of a quarter an hour allow'}
    </StatusIndicator>
  );
}

function Trust({ outlook: { trust } }: Row) {
  const tried = trust.at(-1);
  if (!tried) return <StatusIndicator type="pending">Not tried yet</StatusIndicator>;
  const isSound = tried.ratio < 1 && tried.held >= 0.9;
  return (
    <StatusIndicator type={isSound ? 'success' : 'warning'}>
      {formatShare(tried.held)} stayed below, {formatShare(tried.coverage)} within;{' '}
      {tried.ratio < 1 ? 'better' : 'no better'} than "as yesterday" (next {tried.horizon}, {tried.points}{' '}
      values)
    </StatusIndicator>
  );
}
