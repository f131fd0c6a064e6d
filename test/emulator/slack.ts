// Clicks on approval cards, as Slack sends them: form-encoded, signed with the secret of the app.

import { createHmac } from 'node:crypto';

export const SIGNING_SECRET = 'the signing secret of the emulator run';

export interface ClickOptions {
  readonly user: string;
  readonly action: 'approve' | 'deny';
  readonly value: string;
  /** Signs with another secret when given. */
  readonly secret?: string;
}

export interface SignedClick {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The request of a click now. */
export function signClick({ user, action, value, secret = SIGNING_SECRET }: ClickOptions): SignedClick {
  const payload = { type: 'block_actions', user: { id: user }, actions: [{ action_id: action, value }] };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${digest}`,
    },
    body,
  };
}
