// Most commands need no account, so none of them may load the SDK of AWS: what speaks to it is imported when asked for.

import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('imports nothing of the runtime on AWS but types, unless an account is asked for', () => {
  const files = globSync('src/local/**/*.ts');

  const importing = files.filter((file) =>
    /(?:^|\n)import (?!type )[^;]*#runtime\/aws\//.test(readFileSync(file, 'utf8')),
  );

  expect(files.length).toBeGreaterThan(50);
  expect(importing).toEqual([]);
});
