// Which beginning is followed by which within half an hour: counted for all pairs in one pass over the episodes.

import { type IncidentId, type ServiceId, secondsBetween } from '#domain/ids.ts';
import { type Episode, nameOf } from '#domain/pattern/episodes.ts';
import type { Sign } from '#domain/pattern/pattern.ts';

/** How often one key was followed by another. */
export interface Following<Key> {
  readonly first: Key;
  readonly next: Key;
  /** In minutes, one for each time that it was. */
  readonly lags: readonly number[];
  /** Of the beginnings, oldest first. */
  readonly incidentIds: readonly IncidentId[];
}

const SECONDS_PER_MINUTE = 60;

/** All pairs of which one follows the other within so many minutes, by the names of both. Of each beginning the next one counts. */
export function findFollowings<Key extends Sign | ServiceId>(
  episodes: readonly Episode<Key>[],
  withinMinutes: number,
): ReadonlyMap<string, Following<Key>> {
  const found = new Map<string, { first: Key; next: Key; lags: number[]; incidentIds: IncidentId[] }>();
  episodes.forEach((episode, index) => {
    for (const { key: next, lag } of followersOf(episode, episodes.slice(index + 1), withinMinutes)) {
      const name = pairName(episode.key, next);
      const pair = found.get(name) ?? { first: episode.key, next, lags: [], incidentIds: [] };
      pair.lags.push(lag);
      if (episode.incidentId) pair.incidentIds.push(episode.incidentId);
      found.set(name, pair);
    }
  });
  return found;
}

/** What one following is known by; the other way round it is another. */
export function pairName(first: Sign | ServiceId, next: Sign | ServiceId): string {
  return `${nameOf(first)} > ${nameOf(next)}`;
}

interface Follower<Key> {
  readonly key: Key;
  readonly lag: number;
}

/** The first beginning of each other key within so many minutes after one, in the same minute or later. */
function followersOf<Key extends Sign | ServiceId>(
  { key, at }: Episode<Key>,
  later: readonly Episode<Key>[],
  withinMinutes: number,
): Iterable<Follower<Key>> {
  const followers = new Map<string, Follower<Key>>();
  for (const follower of later) {
    const lag = secondsBetween(at, follower.at) / SECONDS_PER_MINUTE;
    if (lag > withinMinutes) break;
    const name = nameOf(follower.key);
    if (name !== nameOf(key) && !followers.has(name)) followers.set(name, { key: follower.key, lag });
  }
  return followers.values();
}
