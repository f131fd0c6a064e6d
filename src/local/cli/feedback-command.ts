// `medic feedback`: what an incident was worth, in one word (B8). It can be said again, and the last word counts.

import type { Command } from 'commander';
import { FeedbackVerdict } from '#domain/feedback/feedback.ts';
import { IncidentId } from '#domain/ids.ts';
import { nameIndicator } from '#domain/incident/symptom.ts';
import { addServerFlags, connect, type ServerFlags } from './connection.ts';
import { CliError } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { suggest, writeJson, writeLines } from './output.ts';
import { oneOf, sentence } from './values.ts';

interface FeedbackFlags extends ServerFlags {
  readonly note?: string;
}

interface Judgement {
  readonly id: string;
  readonly verdict: FeedbackVerdict;
}

/** Adds `feedback`. */
export function addFeedbackCommand(program: Command, io: CliIo): void {
  const command = program
    .command('feedback')
    .summary('say what an incident was worth')
    .argument('<incident>', 'its id, as `medic incidents` lists it')
    .argument('<verdict>', FeedbackVerdict.options.join(', '), oneOf(FeedbackVerdict.options))
    .option('--note <text>', 'why, for the record', sentence)
    .addHelpText(
      'after',
      '\nModels are compared by these words, and for 30 days each false alarm makes the same indicator of the same ' +
        'service a little harder to alarm about (by 10 %, 50 % at most).\n\n' +
        'Examples:\n  $ medic feedback inc-checkout-t1abcd useful\n' +
        '  $ medic feedback inc-checkout-t1abcd false-alarm --note "a load test"',
    );
  addServerFlags(command).action((id: string, verdict: FeedbackVerdict, flags: FeedbackFlags) =>
    judge(io, { id, verdict }, flags),
  );
}

async function judge(io: CliIo, { id, verdict }: Judgement, flags: FeedbackFlags): Promise<void> {
  const client = await connect(io, flags);
  const parsed = IncidentId.safeParse(id);
  if (!parsed.success) throw new CliError(`"${id}" is no incident id; \`medic incidents\` lists them.`);
  const incidentId = parsed.data;
  const answer = await client.call('judgeIncident', { incidentId, verdict, note: flags.note });
  if (flags.json) return writeJson(io, answer);
  const { serviceId, indicator } = answer.feedback;
  const what = indicator === undefined ? serviceId : `${nameIndicator(indicator)} of ${serviceId}`;
  writeLines(io, [`${incidentId} is kept as ${verdict}: it counts for ${what}.`]);
  suggest(io, `medic show ${incidentId}`, 'medic models');
}
