// Of what are the values of an operation? Nearly all are durations. Pure: also for what knows nothing of Grafana.

/** Durations come in seconds, which is not said; what has a unit, be it seconds, is a level: neither slow nor fast. */
export const isDuration = (unit: string | undefined) => !unit;

/** Where one of several is none, words are chosen that are true of all. */
export const areDurations = (all: Array<{ unit?: string }>) => all.every(({ unit }) => isDuration(unit));

/** The unit, one of Grafana's, in which a value is written. */
export const unitOrSeconds = (unit: string | undefined) => unit || 's';
