// A watch in two parts: what changes every minute, and the memory of the hours, which is most of it and changes once an
// hour. Both are compressed, for DynamoDB bills each KiB written: eight series are 4 KB a minute in place of 25 KB.

import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { digestOf } from '#contracts/digest.ts';
import {
  type PackedSeries,
  type PackedWatch,
  packWatch,
  unpackWatch,
} from '#domain/detection/packed-watch.ts';
import type { ServiceWatch } from '#domain/detection/service-watch.ts';

/** Half a millisecond a watch; the highest quality saves another tenth and takes fifty times as long. */
const BROTLI_QUALITY = 4;

/** Hexadecimal digits that tell two memories of one service apart. */
const MARK_LENGTH = 16;

type Memories = Readonly<Record<string, PackedSeries['memory']>>;

interface MinutePart extends Omit<PackedWatch, 'series'> {
  readonly series: Readonly<Record<string, Omit<PackedSeries, 'memory'>>>;
}

/** The parts of a watch; `hourMark` names the content of the hourly one. */
interface WatchParts {
  readonly minute: MinutePart;
  readonly hour: Memories;
  readonly hourMark: string;
}

/** Takes a watch apart. */
export function splitWatch(watch: ServiceWatch): WatchParts {
  const packed = packWatch(watch);
  const series: Record<string, Omit<PackedSeries, 'memory'>> = {};
  const hour: Record<string, PackedSeries['memory']> = {};
  for (const [indicator, { memory, ...rest }] of Object.entries(packed.series)) {
    series[indicator] = rest;
    hour[indicator] = memory;
  }
  return { minute: { ...packed, series }, hour, hourMark: digestOf(hour).slice(0, MARK_LENGTH) };
}

/** The watch whose parts, compressed, are these. */
export function joinWatch(minute: Uint8Array, hour: Uint8Array): ServiceWatch {
  const { series, ...rest } = expand<MinutePart>(minute);
  const memories = expand<Memories>(hour);
  const whole: Record<string, PackedSeries> = {};
  for (const [indicator, counters] of Object.entries(series)) {
    const memory = memories[indicator];
    if (memory) whole[indicator] = { ...counters, memory };
  }
  return unpackWatch({ ...rest, series: whole });
}

/** A part as it is stored. */
export function compress(part: MinutePart | Memories): Uint8Array {
  const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
  return brotliCompressSync(JSON.stringify(part), { params });
}

function expand<Part>(bytes: Uint8Array): Part {
  const part: Part = JSON.parse(brotliDecompressSync(bytes).toString());
  return part;
}
