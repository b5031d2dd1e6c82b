// How many instances does the documented model of growth ask for (D3 l.305-318), and when does its peak reach a limit?
// The same arithmetic as pkg/capacity, operation by operation: a test holds both against the document's own code.
import { growth } from '../../../catalog/systems/ado/figures';

export interface Model {
  /** Requests per second now, on average. */
  rate: number;
  /** Per period: 0.2 is 20 %. */
  growth: number;
  /** Load of a peak to the average. */
  peak: number;
  /** Requests per second that one instance serves. */
  perInstance: number;
  /** Further load of a season: 0.5 is half as much again. */
  season: number;
}

/** The document's own numbers; its function leaves the season out. */
export const documented: Model = {
  rate: growth.currentRps,
  growth: growth.perQuarter,
  peak: growth.peakMultiplier,
  perInstance: growth.rpsPerInstance,
  season: 0,
};

export const documentedSeason = growth.releaseSeason;

export function peakAfter(model: Model, periods: number): number {
  const peak = model.rate * Math.pow(1 + model.growth, periods) * model.peak;
  return model.season === 0 ? peak : peak * (1 + model.season);
}

export const instancesAfter = (model: Model, periods: number) =>
  Math.ceil(peakAfter(model, periods) / model.perInstance);

/** Undefined where the peak never reaches it, 0 where it has. */
export function periodsUntil(model: Model, limit: number): number | undefined {
  const now = peakAfter(model, 0);
  if (now >= limit) {
    return 0;
  }
  return model.growth > 0 && now > 0 ? Math.log(limit / now) / Math.log1p(model.growth) : undefined;
}
