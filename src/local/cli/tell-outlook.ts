// `medic capacity` without a recording: what a running server foresees of its services.

import type { CapacityAnswer, CapacityOutlook } from '#contracts/api/capacity-views.ts';
import { formatShare } from '#domain/incident/symptom.ts';
import { connect, type ServerFlags } from './connection.ts';
import type { CliIo } from './io.ts';
import { formatTime, suggest, writeJson, writeLines, writeTable } from './output.ts';

const HEADER = ['Service', 'Now', 'Next day', 'Next week', 'Tasks', 'Needed', 'When (UTC)', 'Cost', 'Trust'];

/** Asks the server and shows one line for each service that requests are counted of. */
export async function tellOutlook(io: CliIo, flags: ServerFlags): Promise<void> {
  const client = await connect(io, flags);
  const answer = await client.call('readCapacity', {});
  if (flags.json) return writeJson(io, answer);
  if (answer.services.length === 0)
    return writeLines(io, ['Of no service are requests counted, so no demand can be forecast.']);
  writeTable(io, HEADER, answer.services.map(rowOf));
  writeLines(io, [...answer.services.flatMap(describeSpike), ...explain(answer)]);
  suggest(io, 'medic capacity --json');
}

function rowOf({ serviceId, madeAt, demand, tasks, peaks, plan, trust }: CapacityOutlook): readonly string[] {
  const peakOf = (horizon: string) => {
    const peak = peaks.find((each) => each.horizon === horizon);
    return peak ? `${short(peak.expected)}/s (${short(peak.low)} to ${short(peak.atMost)})` : '-';
  };
  const tried = trust.at(-1);
  return [
    serviceId,
    madeAt === undefined || demand === undefined ? 'not looked at yet' : `${short(demand)}/s`,
    peakOf('day'),
    peakOf('week'),
    String(tasks ?? '-'),
    String(plan?.tasks ?? '-'),
    plan ? formatTime(plan.at) : '-',
    plan ? `$${plan.addedDollars.toFixed(2)}${plan.isCapped ? ' (capped)' : ''}` : '-',
    tried ? `${formatShare(tried.held)} held, error ${tried.ratio.toFixed(2)}` : 'untried',
  ];
}

function describeSpike({ serviceId, spike, spikeNote }: CapacityOutlook): readonly string[] {
  if (!spike) return [];
  const what = `a spike to ${short(spike.peak)}/s at ${formatTime(spike.spikeAt)} needs ${spike.tasks} tasks`;
  return [`${serviceId}: ${what}. ${spikeNote}.`];
}

function explain({ services, prices }: CapacityAnswer): readonly string[] {
  const young = services.filter(({ historyDays }) => historyDays < 2).length;
  const isAssumed = services.some(({ plan }) => plan?.isTaskSizeAssumed);
  return [
    `Peaks are the busiest five minutes, with 80 % below and above; "held" should be 95 %, and an error below 1 is better than "as yesterday".`,
    `Cost: what added tasks cost until the end of the week (prices of ${prices.month}, ${prices.region})${isAssumed ? ', at half a processor and 1 GB a task where taskSize is not set' : ''}.`,
    ...(services.some(({ plan }) => plan?.isCapped)
      ? ['Capped: more tasks are needed than `maxAddedDollarsPerWeek` of the service lets be paid for.']
      : []),
    ...(young > 0 ? [`${young} services are known for less than two days: no day is foretold yet.`] : []),
  ];
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
