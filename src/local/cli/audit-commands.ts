// `medic audit verify`: recomputes the hash chain of the audit log, from the server or from an exported file (X10).

import type { Command } from 'commander';
import { digestOf } from '#contracts/digest.ts';
import { AuditEntry } from '#domain/audit/audit.ts';
import { verifyChain } from '#domain/audit/chain.ts';
import type { ApiClient } from './client.ts';
import { addServerFlags, connect, type ServerFlags } from './connection.ts';
import { CliError, EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { writeJson, writeLines } from './output.ts';

interface AuditFlags extends ServerFlags {
  readonly file?: string;
}

/** Adds `audit verify`. */
export function addAuditCommands(program: Command, io: CliIo): void {
  const audit = program.command('audit').summary('the record of every decision and act');
  const verify = audit
    .command('verify')
    .summary('prove that no entry was changed, removed or added')
    .option('--file <path>', 'an export of the log (one JSON entry a line) in place of the server');
  addServerFlags(verify).action((flags: AuditFlags) => verifyAudit(io, flags));
}

async function verifyAudit(io: CliIo, flags: AuditFlags): Promise<void> {
  const entries =
    flags.file === undefined ? await readServer(await connect(io, flags)) : await readExport(io, flags.file);
  const verdict = verifyChain(entries, digestOf);
  if (flags.json) {
    writeJson(io, {
      isIntact: verdict.ok,
      entries: entries.length,
      ...(verdict.ok ? { head: verdict.value } : { break: verdict.refusal }),
    });
  }
  if (!verdict.ok) {
    const { sequence, reason } = verdict.refusal;
    throw new CliError(
      `The audit log does not hold from entry ${sequence} on: ${reason}. Keep the file as evidence.`,
    );
  }
  if (flags.json) return;
  writeLines(io, [
    `${entries.length} entries hold. Head: ${verdict.value.sequence} ${verdict.value.hash}`,
    'Note the head elsewhere: with it a cut at the end shows, too.',
  ]);
}

async function readServer(client: ApiClient): Promise<readonly AuditEntry[]> {
  const entries: AuditEntry[] = [];
  let from: number | undefined = 1;
  while (from !== undefined) {
    const page: { entries: readonly AuditEntry[]; next?: number | undefined } = await client.call(
      'readAudit',
      { from },
    );
    entries.push(...page.entries);
    from = page.next;
  }
  return entries;
}

async function readExport({ readText }: CliIo, path: string): Promise<readonly AuditEntry[]> {
  const text = await readText(path);
  if (text === undefined)
    throw new CliError(`${path} cannot be read; give the path of an export.`, EXIT.usage);
  const lines = text.split('\n').map((line, index) => ({ line, number: index + 1 }));
  return lines
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => parseEntry(`${path}:${number}`, line));
}

function parseEntry(place: string, line: string): AuditEntry {
  try {
    return AuditEntry.parse(JSON.parse(line));
  } catch {
    throw new CliError(`${place}: this is no entry of an audit log; export it again with format=ndjson.`);
  }
}
