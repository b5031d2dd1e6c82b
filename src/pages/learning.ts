// How far is the learner with several metrics?
import { type Progress } from '../datasource/resources';

/** Hours of each metric on average, or of one. */
export interface Learned {
  learned: number;
  wanted: number;
  /** 0..1, of all. */
  share: number;
  lastError?: string;
}

/** Undefined before the learner has begun. */
export function learnedOf(sets: Progress[]): Learned | undefined {
  const sum = (hours: (set: Progress) => number) => sets.reduce((total, set) => total + hours(set), 0);
  const learned = sum((set) => set.learned);
  const wanted = sum((set) => set.wanted);
  const perSet = (hours: number) => Math.round(hours / sets.length);
  return wanted === 0
    ? undefined
    : {
        learned: perSet(learned),
        wanted: perSet(wanted),
        share: Math.min(1, learned / wanted),
        lastError: sets.map((set) => set.lastError).find((error) => error !== ''),
      };
}
