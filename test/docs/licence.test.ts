import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as z from 'zod/mini';

it('the licence is MIT, in the licence file, the package and the README', () => {
  const { license } = z
    .object({ license: z.string() })
    .parse(JSON.parse(readFileSync('package.json', 'utf8')));
  const text = readFileSync('LICENSE', 'utf8');

  expect(license).toBe('MIT');
  expect(text).toMatch(/^MIT License\n\nCopyright \(c\) /);
  expect(text).toContain('Permission is hereby granted, free of charge, to any person obtaining a copy');
  expect(readFileSync('README.md', 'utf8')).toContain('MIT licence');
});
