import { expect, it } from 'vitest';
import { openDatabase } from '#adapters/sqlite/database.ts';
import { sqliteMessageStore } from '#adapters/sqlite/message-store.ts';
import { at, NOON } from '../../builders.ts';

it('hands out what has been due longest first, and hides it until its time is up', () => {
  const store = sqliteMessageStore(openDatabase(':memory:'));
  store.add([
    { queue: 'polls', body: 'later', dueAt: at(2) },
    { queue: 'polls', body: 'sooner', dueAt: at(1) },
    { queue: 'polls', body: 'not yet', dueAt: at(90) },
  ]);

  const first = store.receive('polls', { now: at(10), limit: 10, hiddenUntil: at(40) });
  const hidden = store.receive('polls', { now: at(39), limit: 10, hiddenUntil: at(69) });
  const again = store.receive('polls', { now: at(40), limit: 1, hiddenUntil: at(70) });

  expect(first.map(({ body, receives }) => [body, receives])).toEqual([
    ['sooner', 1],
    ['later', 1],
  ]);
  expect(hidden).toEqual([]);
  expect(again).toHaveLength(1);
  expect(again[0]?.receives).toBe(2);
});

it('does not reuse the id of a message that is done, so a late answer hits no other', () => {
  const store = sqliteMessageStore(openDatabase(':memory:'));
  const reception = { now: NOON, limit: 10, hiddenUntil: at(30) };
  store.add([{ queue: 'polls', body: 'one', dueAt: NOON }]);
  const [one] = store.receive('polls', reception);
  store.remove(one?.id ?? 0);

  store.add([{ queue: 'polls', body: 'two', dueAt: NOON }]);

  expect(store.receive('polls', reception)[0]?.id).not.toBe(one?.id);
});
