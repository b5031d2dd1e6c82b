// What does a forecast say in one sentence?
import { t } from '../../components/text';
import { type Growth } from './answers';

/** Below two weeks no trend is looked for (pkg/capacity). */
export const leastDays = 14;

/** A load, in requests per second; less than one does not read as none. */
export const rateText = (value: number) => (value < 10 ? value.toPrecision(2) : value.toFixed(0));

export const perSecond = (value: number | null) => (value === null ? '–' : `${rateText(value)}/s`);

/** Growth of a week in per cent, with its interval. */
export function perWeek({ perDay, low, high }: Growth): string {
  const week = (factor: number | null) => (factor === null ? '?' : signed(100 * (Math.pow(factor, 7) - 1)));
  return perDay === null
    ? '–'
    : t('capacity.interval', '{{value}} % ({{from}} to {{to}})', {
        value: week(perDay),
        from: week(low),
        to: week(high),
      });
}

const signed = (value: number) => `${value > 0 ? '+' : ''}${value.toFixed(1)}`;

/** "41 (30 to 62)"; an open end is one that the trend's interval does not bound. */
export function untilText({ daysUntil, earliest, latest }: Growth): string {
  if (daysUntil === null) {
    return '–';
  }
  const day = (value: number | null) => (value === null ? t('capacity.never', 'never') : value.toFixed(0));
  return daysUntil === 0
    ? t('capacity.now', 'reached')
    : t('capacity.until', '{{value}} ({{from}} to {{to}})', {
        value: daysUntil.toFixed(0),
        from: day(earliest),
        to: day(latest),
      });
}

/** Without a limit, or with 0, which says nothing to the back end either, it is about growth alone. */
export function sentenceOf(series: Growth, system: string, limit: number | undefined): string {
  const { daysUntil } = series;
  if (!series.trendShown) {
    return daysUntil === 0 && limit !== undefined
      ? t('capacity.levelOver', 'The load of {{system}} shows no trend, and its peak is above {{limit}}/s already.', {
          system,
          limit,
        })
      : t('capacity.level', 'The load of {{system}} shows no trend: {{reason}}.', {
          system,
          reason:
            series.days < leastDays
              ? t('capacity.short', 'fewer than two weeks were measured')
              : t('capacity.chance', 'chance explains what {{days}} days show', { days: series.days }),
        });
  }
  const grows = t('capacity.grows', 'The load of {{system}} changes by {{week}} a week', {
    system,
    week: perWeek(series),
  });
  if (!limit) {
    return `${grows}.`;
  }
  if (daysUntil === null) {
    return t('capacity.notReached', '{{grows}}, and does not reach {{limit}}/s.', { grows, limit });
  }
  return daysUntil === 0
    ? t('capacity.over', '{{grows}}, and its peak is above {{limit}}/s already.', { grows, limit })
    : t('capacity.reached', '{{grows}}; its peak reaches {{limit}}/s in {{days}} days.', {
        grows,
        limit,
        days: untilText(series),
      });
}
