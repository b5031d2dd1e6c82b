/** Which figures of D3 are used in more than one place, and which were chosen where the document gives none? */

/** D3 l.273, l.360: 20 % slower. The document has no further tiers; those of D2 (l.433-434) colour what is worse. */
export const tiers = { info: 1.2, warning: 2, critical: 5 };

/** D3 l.133: a query is slow from one second on. */
export const slowStatementSeconds = 1;

/** D3 l.305-308, l.313-316: what the capacity formula is fed with. */
export const growth = {
  currentRps: 100,
  perQuarter: 0.2,
  peakMultiplier: 3,
  releaseSeason: 0.5,
  rpsPerInstance: 100,
};

/** D3 l.280-295: minutes at which the steps of the playbook end. */
export const playbookMinutes = { respond: 5, investigate: 15, mitigate: 30 };

/** D3 l.275, "approaching": this share of what the instances can take (D-19). */
export const approaching = 0.8;
/** D3 l.274, "increasing": so many points of a percentage within a week (D-19). */
export const increasingPoints = 10;

/** Uptime of 30 days in percent: D3 has no figure for its SLA (D-26). */
export const uptimePercent = 99.9;

/**
 * Where advice begins to apply although the document gives no figure: a rule
 * of thumb each, so that the advice is given by a measurement and not always.
 */
export const advice = {
  /** Below this share of hits a cache costs memory and spares little. */
  cacheHits: 0.6,
  /** Answers of a model repeat less often than look-ups. */
  llmCacheHits: 0.3,
  /** Below this share of scans by an index a table is read whole too often. */
  indexScans: 0.9,
  /** Of its memory limit: above, the next peak ends the container. */
  containerFull: 0.9,
  /** Percent of CPU or memory over a day below which a host is too large. */
  idleCpu: 20,
  idleMemory: 40,
  /** Input tokens per call below which calls can share one request, where there is more than one a second. */
  smallPrompt: 256,
  /** Share of all calls that one model gets, whatever the task. */
  oneModel: 0.8,
  /** Repeated calls per call. */
  llmRetries: 0.05,
};

/** File systems that hold no data of the application. */
export const pseudoFileSystems = 'fstype!~"tmpfs|overlay|squashfs|ramfs|iso9660"';
