// Of what are the values of an operation? Nearly all are durations. Pure: also for what knows nothing of Grafana.

/** Durations come in seconds, which need not be said; what is in another unit is neither slow nor fast. */
export const isDuration = (unit: string | undefined) => !unit || unit === 's';
