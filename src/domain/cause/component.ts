// What root-cause ranking looks at: the components of a system with what is measured of each, in normal life and around
// an incident, and who calls whom.

import type { Instant } from '#domain/ids.ts';

/** Values at moments, oldest first, both lists equally long; undefined where nothing was measured. */
export interface Course {
  readonly stamps: readonly Instant[];
  readonly values: readonly (number | undefined)[];
}

/** One statistic of one metric of a component. */
export interface Measure {
  readonly metric: string;
  readonly statistic: string;
  /** Of a period without trouble. */
  readonly normal: Course;
  /** Around the incident. */
  readonly seen: Course;
}

/** A part of a system: a service, a function, a table, a third party. */
export interface Component {
  readonly name: string;
  readonly measures: readonly Measure[];
}

/** Which components each component calls directly, by name. */
export type CallGraph = ReadonlyMap<string, readonly string[]>;

/** Where it was noticed that something is wrong. */
export interface Symptom {
  readonly component: string;
  readonly metric?: string;
  readonly statistic?: string;
}

/** A change by people or the platform: a deployment, a setting. */
export interface ComponentChange {
  readonly component: string;
  readonly at: Instant;
  readonly summary: string;
}

/** All that is known of an incident whose cause is sought. */
export interface IncidentPicture {
  /** Distance of two points of a course. */
  readonly periodSeconds: number;
  readonly components: readonly Component[];
  readonly calls: CallGraph;
  readonly symptom?: Symptom;
  readonly changes?: readonly ComponentChange[];
}
