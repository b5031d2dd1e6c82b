// What do the marks in a cell mean?
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { formatRatio } from '../../components/numbers';
import { t } from '../../components/text';
import { type Factors } from '../../components/tiers';
import { type Judged } from './judgement';

/** What of its marks is drawn in some cell. Where a baseline is learned its band is drawn, else that of the runs in the time range. */
export function Legend({ factors, cells }: { factors: Factors; cells: Judged[] }) {
  const styles = useStyles2(getStyles);
  const multiples = { warning: formatRatio(factors.warning), critical: formatRatio(factors.critical) };
  const has = (...names: Array<keyof Judged>) => cells.some((cell) => names.every((name) => cell[name] !== undefined));
  const learned = has('baselineP50', 'baseline');
  const entries: Array<[drawn: boolean, symbol: string, text: string]> = [
    [has('rangeLow', 'rangeHigh'), styles.range, t('legend.range', 'documented range')],
    [learned, styles.band, t('legend.learned', 'learned, p50 to p95')],
    [!learned && has('p50', 'p95'), styles.band, t('legend.band', 'runs, p50 to p95')],
    [has('baseline'), styles.baseline, t('legend.baseline', 'baseline')],
    [true, styles.tick, t('legend.ticks', '{{warning}} and {{critical}} of the baseline', multiples)],
    [true, styles.mark, t('legend.mark', 'last run, or the age of a running one')],
  ];
  return (
    <ul className={styles.legend} aria-label={t('legend.name', 'Legend')}>
      {entries
        .filter(([drawn]) => drawn)
        .map(([, symbol, text]) => (
          <li key={text} className={styles.entry}>
            <span className={symbol} aria-hidden="true" />
            {text}
          </li>
        ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const symbol = { display: 'inline-block', height: 8 } as const;
  return {
    legend: css({
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(2),
      margin: 0,
      padding: theme.spacing(0.5, 0.75, 0),
      listStyle: 'none',
      fontSize: theme.typography.bodySmall.fontSize,
      color: theme.colors.text.secondary,
    }),
    entry: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5) }),
    range: css({
      ...symbol,
      width: 16,
      backgroundImage: `repeating-linear-gradient(-45deg, ${theme.colors.text.disabled} 0 1px, transparent 1px 4px)`,
      borderInline: `1px solid ${theme.colors.text.disabled}`,
    }),
    band: css({ ...symbol, width: 16, background: theme.colors.primary.main, opacity: 0.35 }),
    baseline: css({ ...symbol, width: 2, background: theme.colors.primary.text }),
    tick: css({ ...symbol, width: 1, background: theme.colors.text.secondary }),
    mark: css({ ...symbol, width: 4, height: 12, borderRadius: 1, background: theme.colors.text.secondary }),
  };
};
