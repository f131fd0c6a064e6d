// Whether the stop switch forbids acting: read afresh at every call, and taken as engaged when it cannot be read (I2).

import type { StopSwitch } from '#application/ports/operations.ts';

/** Whether acting is forbidden now. */
export async function isStopped({ stopSwitch }: { readonly stopSwitch: StopSwitch }): Promise<boolean> {
  return stopSwitch.read().then(
    ({ isEngaged }) => isEngaged,
    () => true,
  );
}
