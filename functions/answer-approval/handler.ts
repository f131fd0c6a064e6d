// Receiver of the clicks on the cards in Slack, behind the HTTP API. Parse, call, shape; small, for Slack waits three seconds.

import { httpEndpoint } from '#runtime/http.ts';
import { receiveClick } from '#runtime/slack/click.ts';

export const handler = httpEndpoint(receiveClick);
