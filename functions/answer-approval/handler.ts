// Receiver of the clicks on approval cards, behind the HTTP API. Parse, call, shape; small, for Slack waits three seconds.

import { httpEndpoint } from '#runtime/http.ts';
import { receiveClick } from '#runtime/slack/click.ts';

export const handler = httpEndpoint(receiveClick);
