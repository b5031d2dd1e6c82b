/** Which figures of D2 are used in more than one place? Everything used once stands where it is used. */

/** D2 l.432-434; "slightly above" is more than 10 % (D-14, E-1). */
export const tiers = { info: 1.1, warning: 2, critical: 5 };

/** D2 l.433-434: percent of any resource, as a warning and as critical. */
export const resourceUsage = { warning: 80, critical: 95 };

/** D2 l.143: baseline.threshold, undefined there, is 1.1 times the p99 (E-9). */
export const slowRunFactor = 1.1;

/** D2 l.320: slow_query_threshold, undefined there, is the target of complex queries (D-10). */
export const slowQuerySeconds = 0.5;

/** File systems that hold no data of the application. */
export const pseudoFileSystems = 'fstype!~"tmpfs|overlay|squashfs|ramfs|iso9660"';
