// Starts and stops the AWS emulator that the tests over real HTTP run against. It is given a clean environment: its
// functions inherit all of it, so a secret of the host, or a variable forgotten in the stack, would go unnoticed.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { EMULATOR_FOLDER, EmulatorUnavailableError, installEmulator } from './install.ts';

const HOST = '127.0.0.1';
/** It is healthy within 0.8 s on an idle machine. */
const START_TIMEOUT_MS = 30_000;
const HEALTH_INTERVAL_MS = 100;
/** Two seconds are usual once its functions are gone; then it is killed. */
const STOP_TIMEOUT_MS = 10_000;

/** Calls are checked against the roles of the callers; the policies of queues and topics then ask for TLS. */
const GUARDED = { AUTH: 'true', USE_SSL: '1' };
const CERTIFICATE = 'ministack-tls/server.crt';

export interface EmulatorOptions {
  /** Chosen by the operating system when absent. */
  readonly port?: number;
  /** Added to the clean environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Checks each call against the role of the caller, over TLS with a certificate of its own. */
  readonly isGuarded?: boolean;
}

export interface Emulator {
  readonly endpoint: string;
  /** What the processes of the SDK need to reach it. */
  readonly clientEnvironment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts an emulator of its own, and installs it before when that is needed. Throws an EmulatorUnavailableError. */
export async function startEmulator({
  port,
  env = {},
  isGuarded = false,
}: EmulatorOptions = {}): Promise<Emulator> {
  const command = installEmulator();
  const usedPort = port ?? (await findFreePort());
  const home = resolve(EMULATOR_FOLDER, `home-${usedPort}`);
  mkdirSync(home, { recursive: true });
  // Its workers are CommonJS, and would take this project's `type: module` for theirs.
  writeFileSync(resolve(home, 'package.json'), '{ "type": "commonjs" }\n');
  const log = resolve(home, 'log');
  const output = openSync(log, 'w');
  const child = spawn(command, [], {
    env: { ...cleanEnvironment(usedPort, home), ...(isGuarded && GUARDED), ...env },
    stdio: ['ignore', output, output],
  });
  // Whatever ends this process, the emulator does not outlive it.
  process.once('exit', () => child.kill('SIGKILL'));
  const endpoint = `${isGuarded ? 'https' : 'http'}://${HOST}:${usedPort}`;
  const certificate = resolve(home, CERTIFICATE);
  await waitUntilHealthy(child, { endpoint, log, ...(isGuarded && { certificate }) });
  return {
    endpoint,
    clientEnvironment: {
      ...clientEnvironment(endpoint),
      ...(isGuarded && { AWS_CA_BUNDLE: certificate, NODE_EXTRA_CA_CERTS: certificate }),
    },
    stop: () => stop(child, endpoint, home),
  };
}

/** The variables of the SDK for an endpoint. The key that is not an account id is root of account 000000000000. */
export function clientEnvironment(endpoint: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** The functions run on the first `node` of the path: the pinned one. */
function cleanEnvironment(port: number, home: string): Record<string, string> {
  const pinned = resolve(import.meta.dirname, '../../node_modules/.bin');
  return {
    PATH: [pinned, dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
    HOME: home,
    TMPDIR: home,
    BIND_HOST: HOST,
    GATEWAY_PORT: String(port),
    MINISTACK_HOST: HOST,
    // Both would open further ports, the second one on all interfaces.
    SFTP_ENABLED: '0',
    IOT_MTLS_ENABLED: '0',
    // Each warm function is a process of about 90 MB.
    LAMBDA_WARM_TTL_SECONDS: '30',
    LAMBDA_ACCOUNT_CONCURRENCY: '20',
  };
}

interface Health {
  readonly endpoint: string;
  readonly log: string;
  readonly certificate?: string;
}

async function waitUntilHealthy(child: ChildProcess, { endpoint, log, certificate }: Health): Promise<void> {
  for (let waitedMs = 0; waitedMs < START_TIMEOUT_MS; waitedMs += HEALTH_INTERVAL_MS) {
    if (certificate && existsSync(certificate)) trust(certificate);
    if (await isHealthy(endpoint)) return;
    if (child.exitCode !== null) break;
    await setTimeout(HEALTH_INTERVAL_MS);
  }
  child.kill('SIGKILL');
  const lastLine = readFileSync(log, 'utf8').trim().split('\n').at(-1) ?? '';
  throw new EmulatorUnavailableError(`The AWS emulator did not become healthy at ${endpoint}: ${lastLine}`);
}

/** Lets this process believe a certificate; processes it starts learn of it by their environment. */
export function trust(certificate: string): void {
  const known = getCACertificates('default');
  const added = readFileSync(certificate, 'utf8');
  if (!known.includes(added)) setDefaultCACertificates([...known, added]);
}

async function isHealthy(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/_ministack/health`)).ok;
  } catch {
    return false;
  }
}

/** Resets first: killed at once, it leaves the unpacked code and, at times, the processes of its functions behind. */
async function stop(child: ChildProcess, endpoint: string, home: string): Promise<void> {
  if (child.exitCode === null) {
    const ended = once(child, 'exit');
    await fetch(`${endpoint}/_ministack/reset`, { method: 'POST' }).catch(() => undefined);
    child.kill('SIGTERM');
    const last = AbortSignal.timeout(STOP_TIMEOUT_MS);
    last.addEventListener('abort', () => child.kill('SIGKILL'));
    await ended;
  }
  rmSync(home, { recursive: true, force: true });
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new RangeError('No port was given');
  return address.port;
}
