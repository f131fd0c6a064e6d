// What a kind of fault or benign event has to say of itself: where it may strike, what it changes in the plant's
// parameters, and how the plant can tell that it is gone. Symptoms are never written here; they follow.

import type { Accident, Cause, OnsetShape } from '../accident.ts';
import type { Plant } from '../plant.ts';
import type { ServiceSpec } from '../spec.ts';

export interface AccidentModel {
  /** Whether it may strike this service. */
  canStrike(service: ServiceSpec): boolean;
  readonly shapes: readonly OnsetShape[];
  /** Minutes until it ends by itself, or until its owner has found a way to mend it. */
  readonly minutes: { readonly from: number; readonly to: number };
  /** It needs load to show: strikes by day only. */
  readonly isDaytime?: boolean;
  /** Strikes: deploys the bad version, picks the bad task. */
  begin?(plant: Plant, accident: Accident): void;
  /** Changes parameters for the present step; intensity 0 to 1. */
  exert?(plant: Plant, accident: Accident, intensity: number): void;
  /** Whom its end is owed to, when its cause is gone from the plant. */
  findMend?(plant: Plant, accident: Accident): Cause | undefined;
  /** Whether a bad version that was taken away has been brought back. */
  isBack?(plant: Plant, accident: Accident): boolean;
  /** The owner's way to mend it; without one it simply passes. */
  fix?(plant: Plant, accident: Accident): void;
  /**
   * Sorts of change that relieve it while its cause lasts: it counts as mended when users notice nothing any more after
   * such a change, and as open again when they do.
   */
  readonly relievedBy?: readonly ('scaling' | 'intervention')[];
}
