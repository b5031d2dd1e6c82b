/** Which version of ADO runs when? One release a week, on Tuesday morning. */

const WEEK = 7 * 86_400;
/** 1970-01-06, a Tuesday, 10:00 UTC. */
const FIRST = 5 * 86_400 + 10 * 3600;
/** The demo's versions come round again after eight weeks, so that their series are known beforehand. */
export const VERSIONS = Array.from({ length: 8 }, (_, i) => `2.${i}.0`);

const release = (t: number) => Math.floor((t - FIRST) / WEEK);

export const releasedAt = (t: number) => FIRST + release(t) * WEEK;
export const versionAt = (t: number) => VERSIONS[release(t) % VERSIONS.length] ?? '';
