import { expect, it, onTestFinished } from 'vitest';
import { takePort } from '#local/server/door.ts';

it('asks for a moment of patience until it is opened, and answers from then on', async () => {
  const door = await takePort(0);
  onTestFinished(() => door.close());

  const early = await fetch(door.url);
  door.open(() => new Response('here'));
  const later = await fetch(door.url);

  expect([early.status, early.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await later.text()).toBe('here');
});

it('passes on what is wrong with a port, other than that it is taken', async () => {
  await expect(takePort(70_000)).rejects.toThrow(/port/i);
});
