// Which period is meant? Days are those of the address, "2026-11-20".
import { type Asked, askedText } from '../address';
import { isDay, type Period, periods } from '../../report/moments';

export interface Chosen {
  period: Period;
  /** Undefined is today. */
  day?: string;
  /** Undefined is the first system that is here; "all" is every one. */
  system?: string;
  /** Measured anew, though it was kept. */
  again: boolean;
}

export function chosenOf(asked: Asked): Chosen {
  const day = askedText(asked, 'day');
  return {
    period: periods.find((period) => period === askedText(asked, 'period')) ?? 'daily',
    day: day !== undefined && isDay(day) ? day : undefined,
    system: askedText(asked, 'system'),
    again: askedText(asked, 'again') === 'true',
  };
}
