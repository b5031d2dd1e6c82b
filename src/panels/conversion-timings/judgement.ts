// How is a conversion doing right now? What the back end said, and the age of a run that has not ended.
import { type Factors, type Tier, tierOfRatio } from '../../components/tiers';
import { type Conversion } from './model';

export interface Judged extends Conversion {
  /** Age in seconds of the oldest run that has not ended. */
  running?: number;
  /** The value that the cell shows: the age of a running one, else the last. */
  shown?: number;
  /** Against the baseline: of the running one so far, or of the last run where that is worse. */
  worstRatio?: number;
  worstTier: Tier;
}

/**
 * A run's age is a duration of at least that much (design 4.8), so a hanging one becomes
 * worse while one looks, without waiting for the next answer of the data source.
 */
export function judge(conversion: Conversion, now: number, factors: Factors): Judged {
  const { runningSince, baseline, ratio, tier, last } = conversion;
  const running = runningSince === undefined ? undefined : Math.max(0, (now - runningSince) / 1000);
  const runningRatio = running !== undefined && baseline ? running / baseline : undefined;
  // A last run that the back end did not judge is judged here, by its ratio alone.
  const unjudged = ratio === undefined && last !== undefined && baseline !== undefined ? last / baseline : undefined;
  const lastRatio = ratio ?? unjudged;
  const tierHere = (of: number) => (conversion.state === 'learning' ? 0 : tierOfRatio(of, factors));
  const lastTier = unjudged === undefined ? tier : maxTier(tier, tierHere(unjudged));
  // The ratio is that of what is shown, unless the last run was slow and the running one is not yet.
  const soFar = runningRatio !== undefined && (lastTier === 0 || runningRatio > (lastRatio ?? 0));
  return {
    ...conversion,
    running,
    shown: running ?? last,
    worstRatio: soFar ? runningRatio : lastRatio,
    worstTier: soFar ? maxTier(lastTier, tierHere(runningRatio)) : lastTier,
  };
}

const maxTier = (a: Tier, b: Tier): Tier => (a > b ? a : b);

/** Something was ever seen of it. */
export const isMeasured = (c: Judged) => c.last !== undefined || c.running !== undefined;

/** What is still being learned has a number already, and no verdict rests on it (design 4.7). */
export const hasBaseline = (c: Judged) => c.baseline !== undefined && c.state !== 'learning';

/** The worst first: by tier, then by ratio. */
export function byWorst(a: Judged, b: Judged): number {
  return b.worstTier - a.worstTier || (b.worstRatio ?? 0) - (a.worstRatio ?? 0) || (b.running ?? 0) - (a.running ?? 0);
}

export const worstOf = (cells: Array<Judged | undefined>) =>
  cells.filter((cell) => cell !== undefined).sort(byWorst)[0];

/** The row with the worst cell first, whichever of its sizes that is; one without any comes last. */
export const byWorstCell = ({ worst: a }: { worst?: Judged }, { worst: b }: { worst?: Judged }) =>
  a && b ? byWorst(a, b) : Number(!a) - Number(!b);
