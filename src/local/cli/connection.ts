// Which server a command speaks to, and with which token: flags first, then the environment, then the data folder.

import { join } from 'node:path';
import type { Command } from 'commander';
import { type ApiClient, makeClient } from './client.ts';
import { askGateway, gatewayRegion } from './gateway.ts';
import type { CliIo } from './io.ts';
import { httpUrl } from './values.ts';

export const DEFAULT_PORT = 7717;
export const DEFAULT_DATA_FOLDER = '.medic';
const TOKEN_FILE = 'token';

export interface ServerFlags {
  readonly url?: string;
  readonly token?: string;
  readonly data?: string;
  readonly json?: boolean;
}

/** Adds the flags of every command that speaks to a running server. */
export function addServerFlags(command: Command): Command {
  return command
    .optionsGroup('Server:')
    .option('--url <address>', `the server (MEDIC_URL; default http://127.0.0.1:${DEFAULT_PORT})`, httpUrl)
    .option('--token <token>', 'its token (MEDIC_TOKEN; default: the file "token" in the data folder)')
    .option('--data <folder>', `its data folder, for the token (default ${DEFAULT_DATA_FOLDER})`);
}

/** The client of the server that the flags, or else the surroundings, name. */
export async function connect(io: CliIo, flags: ServerFlags): Promise<ApiClient> {
  const { environment } = io;
  const fromEnvironment = environment['MEDIC_URL'];
  const url = flags.url ?? (fromEnvironment ? httpUrl(fromEnvironment) : `http://127.0.0.1:${DEFAULT_PORT}`);
  const token = flags.token ?? environment['MEDIC_TOKEN'] ?? (await readToken(io, flags.data));
  const region = gatewayRegion(url);
  if (region === undefined) return makeClient({ url, token, fetch: io.fetch });
  // Whoever the credentials of this shell belong to; a token is of no use there.
  return makeClient({ url, token: undefined, fetch: (request) => askGateway(io, request, region) });
}

async function readToken({ readText }: CliIo, folder = DEFAULT_DATA_FOLDER): Promise<string | undefined> {
  const text = (await readText(join(folder, TOKEN_FILE)))?.trim();
  return text === '' ? undefined : text;
}
