// Signs requests to the API of a deployment with the credentials of this shell, as IAM asks for it (Signature Version 4).

import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { STSClient } from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';
import { makeClient } from '#adapters/aws/clients.ts';

const SERVICE = 'execute-api';

/** The same request with the signature of whoever this shell's credentials belong to. */
export async function signRequest(request: Request, region: string, at: Date): Promise<Request> {
  const { hostname, pathname, searchParams } = new URL(request.url);
  const body = await request.clone().text();
  const signer = new SignatureV4({
    service: SERVICE,
    region,
    credentials: makeClient(STSClient).config.credentials,
    sha256: Sha256,
  });
  const { headers } = await signer.sign(
    {
      method: request.method,
      protocol: 'https:',
      hostname,
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: { ...Object.fromEntries(request.headers), host: hostname },
      ...(body !== '' && { body }),
    },
    { signingDate: at },
  );
  return new Request(request, { headers });
}

/** The hash of Node in the shape that the signer asks for. */
class Sha256 {
  private hash: Hash | Hmac;
  private readonly secret: string | Uint8Array | undefined;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.secret = secret === undefined || typeof secret === 'string' ? secret : bytesOf(secret);
    this.hash = this.begin();
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(typeof data === 'string' ? data : bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }

  reset(): void {
    this.hash = this.begin();
  }

  private begin(): Hash | Hmac {
    return this.secret === undefined ? createHash('sha256') : createHmac('sha256', this.secret);
  }
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
