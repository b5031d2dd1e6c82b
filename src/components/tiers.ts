// How far from normal is it, as a word, a shape and a colour? One scale for every panel and page.
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from './text';

/** 0 normal, 1 info, 2 warning, 3 critical (design section 1). */
export type Tier = 0 | 1 | 2 | 3;

/** Ratios to normal at which the tier changes (D2 l.432-434: 2x and 5x). */
export interface Factors {
  warning: number;
  critical: number;
}

export const documentedFactors: Factors = { warning: 2, critical: 5 };

export function toTier(value: number | undefined): Tier {
  const tier = Math.round(value ?? 0);
  return tier >= 3 ? 3 : tier === 2 ? 2 : tier === 1 ? 1 : 0;
}

/** Of its word in the back end's answers; what is not known is as normal. */
export function tierNamed(word: string): Tier {
  return word === 'critical' ? 3 : word === 'warning' ? 2 : word === 'info' ? 1 : 0;
}

/** The tier that a ratio has by itself; info is the engine's to say, it rests on the interval. */
export function tierOfRatio(ratio: number, factors: Factors): Tier {
  return ratio >= factors.critical ? 3 : ratio >= factors.warning ? 2 : 0;
}

export function tierWord(tier: Tier): string {
  switch (tier) {
    case 3:
      return t('tier.critical', 'critical');
    case 2:
      return t('tier.warning', 'warning');
    case 1:
      return t('tier.info', 'info');
    default:
      return t('tier.normal', 'normal');
  }
}

/** Normal is calm: it has the colour of plain text. */
export function tierColor(theme: GrafanaTheme2, tier: Tier): string {
  switch (tier) {
    case 3:
      return theme.colors.error.text;
    case 2:
      return theme.colors.warning.text;
    case 1:
      return theme.colors.info.text;
    default:
      return theme.colors.text.secondary;
  }
}
