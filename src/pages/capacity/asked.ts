// Which numbers does the address ask with? Those that are missing or no numbers are the usual ones.
import { type Asked, askedText } from '../address';
import { documented, type Model } from './model';

export function askedNumber(asked: Asked, name: string): number | undefined {
  const text = askedText(asked, name);
  const value = text === undefined ? NaN : Number(text);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

const usualAhead = 28;
const mostAhead = 400;

export const aheadOf = (asked: Asked) =>
  Math.min(mostAhead, Math.max(1, Math.round(askedNumber(asked, 'ahead') ?? usualAhead)));

export function modelOf(asked: Asked): Model {
  const of = (name: keyof Model) => askedNumber(asked, name) ?? documented[name];
  return {
    rate: of('rate'),
    growth: of('growth'),
    peak: of('peak'),
    // An instance that serves nothing is none.
    perInstance: of('perInstance') || documented.perInstance,
    season: of('season'),
  };
}
