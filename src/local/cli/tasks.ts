// What the commands ask of the local runtime: the seam between flags and the functions that do the work.

import type { Settings } from '#contracts/settings.ts';
import type { Mode } from '#domain/mode/mode.ts';

export interface DemoOptions {
  readonly seed: number;
  readonly hours: number;
  readonly mode: Mode;
  readonly services: number;
  readonly faultsPerDay: number;
  /** Told now and then while the simulation runs; absent when nobody wants to know. */
  readonly onProgress?: (line: string) => void;
}

/** What a demo answers: data for programs, lines for people, and whether all that must hold did. */
export interface DemoAnswer {
  readonly report: unknown;
  readonly lines: readonly string[];
  readonly isSound: boolean;
}

export interface StartOptions {
  readonly port: number;
  /** Absent for a simulation that is forgotten at the end. */
  readonly dataFolder?: string;
  readonly settingsFile?: string;
  readonly seed: number;
  /** Simulated seconds per second. */
  readonly speed: number;
  /** Models of the same shape as the shipped ones, to be tried in shadow. */
  readonly challengerFolder?: string | undefined;
  /** Absent: that of the settings file, or approve. */
  readonly mode?: Mode;
  readonly isBrowserOpened: boolean;
}

export interface StartedServer {
  readonly url: string;
  /** The link that signs the console in. */
  readonly consoleUrl: string;
  /** Resolves when the server has ended, by a signal or by itself. */
  readonly ended: Promise<void>;
}

export interface AccountServerOptions {
  readonly port: number;
  readonly dataFolder: string;
  /** As they hold: the mode is `observe` unless the user asked for acts. */
  readonly settings: Settings;
  /** Models of the same shape as the shipped ones, to be tried in shadow. */
  readonly challengerFolder?: string | undefined;
  /** Whether clients that change something are made at all. */
  readonly isActing: boolean;
  readonly isBrowserOpened: boolean;
  /** Told of pages, because a loop on one machine has nobody else to call. */
  readonly tell: (text: string) => void;
}
