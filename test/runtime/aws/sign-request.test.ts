import { createHash, createHmac } from 'node:crypto';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { signRequest } from '#runtime/aws/sign-request.ts';

const HOST = 'a1b2c3.execute-api.eu-central-1.amazonaws.com';
const REGION = 'eu-central-1';
const AT = new Date('2026-11-23T12:00:00Z');
const CHANGE = '{"hash":"abc","reason":"it won"}';
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', SECRET);
  vi.stubEnv('AWS_REGION', REGION);
  onTestFinished(() => void vi.unstubAllEnvs());
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** The signature as AWS's documentation derives it, by hand, over the headers that were signed. */
async function expectedSignature(request: Request, query = ''): Promise<string> {
  const names = /SignedHeaders=([^,]+)/.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
  const headers = names.split(';').map((name) => `${name}:${request.headers.get(name) ?? HOST}\n`);
  const { pathname } = new URL(request.url);
  const payload = sha256(await request.clone().text());
  const canonical = [request.method, pathname, query, headers.join(''), names, payload].join('\n');
  const scope = `20261123/${REGION}/execute-api/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', '20261123T120000Z', scope, sha256(canonical)].join('\n');
  const key = ['20261123', REGION, 'execute-api', 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${SECRET}`,
  );
  return hmac(key, toSign).toString('hex');
}

it.each([
  ['a question', new Request(`https://${HOST}/v1/incidents?hours=24`), 'hours=24', ''],
  [
    'a change',
    new Request(`https://${HOST}/v1/models/anomaly-boosting/promote`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: CHANGE,
    }),
    '',
    CHANGE,
  ],
])('signs %s as Signature Version 4 says, body included', async (_what, request, query, body) => {
  const signed = await signRequest(request, REGION, AT);

  const authorization = signed.headers.get('authorization') ?? '';
  expect(authorization).toContain(`Credential=AKIDEXAMPLE/20261123/${REGION}/execute-api/aws4_request`);
  expect(authorization.split('Signature=')[1]).toBe(await expectedSignature(signed, query));
  expect(await signed.text()).toBe(body);
});
