import { expect, it } from 'vitest';
import { ok, refuse } from '#domain/result.ts';
import { loadDeployedVersions } from '#runtime/aws/deployed-versions.ts';
import { makeLog } from '#runtime/log.ts';

function makeLines() {
  const lines: string[] = [];
  return { lines, log: makeLog((line) => lines.push(line)) };
}

it('loads the version that was deployed, and none to be tried where nobody has put one', async () => {
  const { log } = makeLines();
  const folders: string[] = [];

  const versions = await loadDeployedVersions(log, 'failure-boosting', async (folder) => {
    folders.push(folder);
    return ok('a model');
  });

  expect(versions).toEqual({ shipped: 'a model', rivals: [] });
  expect(folders).toEqual([expect.stringMatching(/models\/failure-boosting$/)]);
});

it('goes on without a version that is refused, and says so', async () => {
  const { log, lines } = makeLines();

  const versions = await loadDeployedVersions(log, 'failure-boosting', async () => refuse('another hash'));

  expect(versions).toEqual({ shipped: undefined, rivals: [] });
  expect(lines.join()).toContain('another hash');
});
