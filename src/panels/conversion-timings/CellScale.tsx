// Where does this conversion stand? Documented range, learned band, limits and the last value on one log axis.
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { type Factors, tierColor } from '../../components/tiers';
import { type Judged } from './judgement';
import { scaleOf } from './scale';

export function CellScale({ cell, factors }: { cell: Judged; factors: Factors }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const scale = scaleOf(cell, factors);
  if (!scale) {
    return <div className={styles.axis} aria-hidden="true" />;
  }
  const percent = (value: number) => `${(scale.at(value) * 100).toFixed(2)}%`;
  const between = (low: number, high: number) => ({
    left: percent(low),
    width: `${((scale.at(high) - scale.at(low)) * 100).toFixed(2)}%`,
  });
  const { rangeLow, rangeHigh, baselineP50, baseline, shown, running } = cell;
  const [bandLow, bandHigh] = baselineP50 && baseline ? [baselineP50, baseline] : [cell.p50, cell.p95];
  const color = tierColor(theme, cell.worstTier);
  return (
    <div className={styles.axis} aria-hidden="true">
      <div className={styles.line} />
      {rangeLow !== undefined && rangeHigh !== undefined && (
        <div className={styles.range} style={between(rangeLow, rangeHigh)} />
      )}
      {bandLow !== undefined && bandHigh !== undefined && (
        <div className={styles.band} style={between(bandLow, bandHigh)} />
      )}
      {baseline !== undefined && <div className={styles.baseline} style={{ left: percent(baseline) }} />}
      {scale.ticks.map((tick) => (
        <div key={tick.factor} className={styles.tick} style={{ left: `${tick.at * 100}%` }} />
      ))}
      {running !== undefined && (
        <div className={styles.running} style={{ width: percent(running), background: color }} />
      )}
      {shown !== undefined && (
        <div
          className={cx(styles.mark, scale.beyond(shown) && styles.beyond)}
          style={{ left: percent(shown), color }}
        />
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const upright = { position: 'absolute', transform: 'translateX(-50%)' } as const;
  return {
    axis: css({ position: 'relative', height: 16, margin: theme.spacing(0.25, 0.5, 0) }),
    line: css({ position: 'absolute', left: 0, right: 0, top: 12, height: 1, background: theme.colors.border.medium }),
    range: css({
      position: 'absolute',
      top: 5,
      height: 7,
      // Hatched: what the document says. Filled: what was learned.
      backgroundImage: `repeating-linear-gradient(-45deg, ${theme.colors.text.disabled} 0 1px, transparent 1px 4px)`,
      borderInline: `1px solid ${theme.colors.text.disabled}`,
    }),
    band: css({ position: 'absolute', top: 5, height: 7, background: theme.colors.primary.main, opacity: 0.35 }),
    baseline: css({ ...upright, top: 4, height: 9, width: 2, background: theme.colors.primary.text }),
    tick: css({ ...upright, top: 9, height: 6, width: 1, background: theme.colors.text.secondary }),
    running: css({ position: 'absolute', left: 0, top: 7, height: 3, opacity: 0.6 }),
    mark: css({ ...upright, top: 0, height: 16, width: 4, borderRadius: 1, background: 'currentColor' }),
    beyond: css({
      background: 'transparent',
      width: 0,
      height: 0,
      top: 2,
      borderBlock: '6px solid transparent',
      borderLeft: '8px solid currentColor',
    }),
  };
};
