// What people ask of the shop: a daily and weekly profile, slow growth, and noise with a memory of minutes.

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** 1 January 1970 was a Thursday: days to add so that 0 is Monday. */
const EPOCH_WEEKDAY = 3;

/** Share of the daily top at each full hour (UTC) of a European shop: nights are quiet, evenings busy. */
const DAILY_PROFILE = [
  0.38, 0.3, 0.26, 0.24, 0.24, 0.28, 0.37, 0.5, 0.62, 0.71, 0.77, 0.8, 0.82, 0.81, 0.79, 0.79, 0.81, 0.85,
  0.91, 0.97, 1, 0.96, 0.81, 0.57,
];
/** From Monday to Sunday. */
const WEEKLY_PROFILE = [0.97, 0.95, 0.95, 0.96, 0.98, 1.02, 1.05];
/** A shop that grows by about eight percent a month. */
const GROWTH_PER_DAY = 0.0025;

/** Memory and spread of the noise: ten minutes, three percent. */
const NOISE_MEMORY_SECONDS = 600;
const NOISE_DEVIATION = 0.03;

/** Share of the top of the day that is asked at `at`, growth since `startAt` included. */
export function demandProfile(at: number, startAt: number): number {
  const hourOfDay = (at % DAY_MS) / HOUR_MS;
  const hour = Math.floor(hourOfDay);
  const here = DAILY_PROFILE[hour] ?? 1;
  const next = DAILY_PROFILE[(hour + 1) % DAILY_PROFILE.length] ?? 1;
  const weekday = (Math.floor(at / DAY_MS) + EPOCH_WEEKDAY) % WEEKLY_PROFILE.length;
  const daily = here + (next - here) * (hourOfDay - hour);
  return daily * (WEEKLY_PROFILE[weekday] ?? 1) * (1 + (GROWTH_PER_DAY * (at - startAt)) / DAY_MS);
}

/** The next value of the noise, an AR(1) process of mean 0, from one standard normal draw. */
export function nextNoise(noise: number, stepSeconds: number, normal: number): number {
  const kept = Math.exp(-stepSeconds / NOISE_MEMORY_SECONDS);
  return kept * noise + NOISE_DEVIATION * Math.sqrt(1 - kept * kept) * normal;
}
