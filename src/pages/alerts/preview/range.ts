// How far does a preview look back, and how closely?
export const days = 14;

/** Prometheus gives 11,000 points of a series at most: two minutes suffice for 14 days. */
export const stepOf = (pendingSeconds: number) => (pendingSeconds > 0 && pendingSeconds < 300 ? 120 : 300);
