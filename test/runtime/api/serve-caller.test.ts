import { describe, expect, it } from 'vitest';
import { ENDPOINTS } from '#contracts/api/endpoints.ts';
import { servedEndpoints } from '#contracts/api/served.ts';
import { handler } from '#functions/serve-api/handler.ts';
import { INCIDENT, incident, modelRecord, modelVersion } from '../../builders.ts';
import { makeWorld } from './world.ts';

const ANA = 'arn:aws:sts::111122223333:assumed-role/Operators/ana';
const BEN = 'arn:aws:sts::111122223333:assumed-role/Operators/ben';

interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly query?: string;
  readonly body?: unknown;
  readonly by?: string;
  readonly isBase64Encoded?: boolean;
}

/** The request as the gateway hands it on, after IAM has let the caller through. */
function gatewayRequest({
  method = 'GET',
  path,
  query = '',
  body,
  by = ANA,
  isBase64Encoded = false,
}: Asked) {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return {
    rawPath: path,
    rawQueryString: query,
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=...', 'content-type': 'application/json' },
    ...(text !== undefined && { body: isBase64Encoded ? Buffer.from(text).toString('base64') : text }),
    isBase64Encoded,
    requestContext: {
      domainName: 'a1b2c3.execute-api.eu-central-1.amazonaws.com',
      http: { method },
      authorizer: { iam: { userArn: by } },
    },
  };
}

function makeServed() {
  const world = makeWorld();
  const serve = handler(world.deps);
  const ask = async (asked: Asked) => {
    const { statusCode, body } = await serve(gatewayRequest(asked));
    return { statusCode, body: JSON.parse(body) };
  };
  return { ...world, serve, ask };
}

describe('the API behind the gateway', () => {
  it('lists the models to whoever IAM let through', async () => {
    const { ask, stores } = makeServed();
    await stores.models.replace(modelRecord(), undefined);

    const { statusCode, body } = await ask({ path: '/v1/models' });

    expect(statusCode).toBe(200);
    expect(body.models).toMatchObject([{ name: 'anomaly-boosting' }]);
  });

  it.each([false, true])(
    'keeps what a person says under the ARN that IAM gave (base64: %s)',
    async (encoded) => {
      const { ask, stores } = makeServed();
      await stores.incidents.create(incident());
      const path = `/v1/incidents/${INCIDENT}/feedback`;

      const said = await ask({ method: 'POST', path, body: { verdict: 'useful' }, isBase64Encoded: encoded });

      expect(said.statusCode).toBe(200);
      expect(await stores.feedback.find(INCIDENT)).toMatchObject({ verdict: 'useful', by: ANA });
    },
  );

  it('promotes and takes back, each under the name of who asked', async () => {
    const { ask, stores } = makeServed();
    const versions = [modelVersion({ hash: 'hash-2', role: 'challenger' }), modelVersion()];
    await stores.models.replace(modelRecord({ versions }), undefined);
    const change = (act: string, by: string) => ({
      method: 'POST',
      path: `/v1/models/anomaly-boosting/${act}`,
      body: { hash: 'hash-2', reason: 'it won' },
      by,
    });

    const promoted = await ask(change('promote', ANA));
    const back = await ask(change('take-back', BEN));

    expect([promoted.statusCode, back.statusCode]).toEqual([200, 200]);
    const entries = await stores.audit.read(1, 10);
    expect(entries.map(({ record: { event, actor } }) => `${actor} ${event}`)).toEqual([
      `${ANA} model-promoted`,
      `${BEN} model-taken-back`,
    ]);
  });

  it('passes on the query', async () => {
    const { ask } = makeServed();

    expect((await ask({ path: '/v1/incidents', query: 'hours=24' })).statusCode).toBe(200);
    expect((await ask({ path: '/v1/incidents', query: 'hours=0' })).statusCode).toBe(400);
  });

  it('carries out nothing that has a door of its own, even when it is asked past the gateway', async () => {
    const { ask, asked } = makeServed();

    const stopped = await ask({ method: 'POST', path: '/v1/stop', body: { confirm: 'stop', reason: 'now' } });

    expect(stopped.statusCode).toBe(403);
    expect(asked).toEqual([]);
  });

  it('is not reached without a caller that the gateway has proven', async () => {
    const { serve } = makeServed();
    const { requestContext, ...rest } = gatewayRequest({ path: '/v1/models' });
    const { authorizer: _, ...anonymous } = requestContext;

    await expect(serve({ ...rest, requestContext: anonymous })).rejects.toThrow('authorizer');
  });
});

it('serves all that reads but the stream, and of the changes only what people say', () => {
  const paths = servedEndpoints().map(({ method, path }) => `${method} ${path}`);

  expect(paths.filter((path) => path.startsWith('POST'))).toEqual([
    'POST /v1/incidents/{incidentId}/feedback',
    'POST /v1/models/{name}/promote',
    'POST /v1/models/{name}/take-back',
  ]);
  expect(paths).not.toContain(`GET ${ENDPOINTS.events.path}`);
  expect(paths).toContain('GET /v1/audit');
});
