// What stands where an answer should: still loading, or why it failed and what to do.

import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Spinner from '@cloudscape-design/components/spinner';
import type { EndpointName } from '#contracts/api/endpoints.ts';
import type { View } from '../live.ts';

/** For a view without any answer yet. */
export function Waiting<Name extends EndpointName>({
  view,
  what,
}: {
  readonly view: View<Name>;
  readonly what: string;
}) {
  const { problem, refresh } = view;
  if (!problem) {
    return (
      <output>
        <Spinner /> Reading {what}
      </output>
    );
  }
  return (
    <Alert
      type={problem.code === 'not-found' ? 'info' : 'error'}
      header={`${what.charAt(0).toUpperCase()}${what.slice(1)} cannot be shown`}
      action={<Button onClick={refresh}>Try again</Button>}
    >
      {problem.message}. {problem.remedy}
    </Alert>
  );
}
