// Clients of AWS: made once per process, outside the handlers, each with limits on time and retries and with the meter
// that counts what is billed. Endpoint, Region and credentials are the SDK's own (AWS_ENDPOINT_URL and the like).

/** Counts calls as they leave, retries included: every attempt is billed. */
export interface CallMeter {
  /** `input` is what the call was given: some calls are billed by what they ask for. */
  count(service: string, operation: string, input: unknown): void;
}

export interface ClientOptions {
  readonly meter?: CallMeter;
  /** One attempt only, for calls that change something: a second one could do it twice. */
  readonly isMutating?: boolean;
}

/** Three attempts in all, with back-off that adapts to throttling. */
const MAX_ATTEMPTS = 3;
const CONNECTION_TIMEOUT_MS = 2000;
/** Well within the 30 s that a step has at least, retries included. */
const REQUEST_TIMEOUT_MS = 8000;

interface ClientConfiguration {
  readonly retryMode: 'adaptive' | 'standard';
  readonly maxAttempts: number;
  readonly requestHandler: { readonly connectionTimeout: number; readonly requestTimeout: number };
}

/** What stands between a call and the network, for any client: it passes on what it is given. */
type Middleware = <Sent extends { readonly input: object }, Answer>(
  next: (sent: Sent) => Promise<Answer>,
  context: { readonly commandName?: string },
) => (sent: Sent) => Promise<Answer>;

/** As much of an SDK client as is needed to meter it. */
interface Client {
  readonly config: { readonly serviceId?: string };
  readonly middlewareStack: {
    add(
      middleware: Middleware,
      options: { readonly step: 'finalizeRequest'; readonly name: string; readonly priority: 'low' },
    ): void;
  };
}

/** A client of one service: `makeClient(DynamoDBClient, { meter })`. */
export function makeClient<Made extends Client>(
  Service: new (configuration: ClientConfiguration) => Made,
  { meter, isMutating = false }: ClientOptions = {},
): Made {
  const client = new Service({
    retryMode: isMutating ? 'standard' : 'adaptive',
    maxAttempts: isMutating ? 1 : MAX_ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
  });
  if (meter) count(client, meter);
  return client;
}

/** After the retry middleware, so that each attempt is seen. */
function count(client: Client, meter: CallMeter): void {
  const service = client.config.serviceId ?? 'unknown';
  client.middlewareStack.add(
    (next, { commandName = 'unknown' }) =>
      (sent) => {
        meter.count(service, commandName.replace(/Command$/, ''), sent.input);
        return next(sent);
      },
    { step: 'finalizeRequest', name: 'fleetmedicMeter', priority: 'low' },
  );
}
