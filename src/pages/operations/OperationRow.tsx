// What does one line of the table say? How far from normal, whose, and how well normal is known.
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { memo } from 'react';
import { PageLink } from '../../components/PageLink';
import { RatioMark } from '../../components/RatioMark';
import { ShareRing } from '../../components/ShareRing';
import { Sparkline } from '../../components/Sparkline';
import { addressOf } from '../routes';
import { trendWords } from '../violations/trend';
import { countText, intervalText, percentText, ratioText, steps, valueText } from './columns';
import { type Row, worstOf } from './rows';
import { SignalNotes } from './SignalNotes';

interface Props {
  row: Row;
  source: string;
  /** The classes of cells that give way, by the width from which they are there. */
  giveWay: Record<number, string>;
}

export const OperationRow = memo(function OperationRow({ row, source, giveWay }: Props) {
  const styles = useStyles2(getStyles);
  const { [steps.widest]: widest, [steps.wide]: wide, [steps.middle]: middle } = giveWay;
  return (
    <>
      <div role="cell" className={styles.ratio} title={row.reason}>
        <span className={middle}>
          <RatioMark ratio={row.ratio} low={row.ratioLow} high={row.ratioHigh} tier={row.tier} />
        </span>
        <span className={cx(row.tier >= 2 && styles.strong)}>{ratioText(row)}</span>
      </div>
      <div role="cell" className={styles.name}>
        <PageLink href={addressOf({ page: 'operations', item: row.id }, { ds: source })}>{row.name}</PageLink>
        <span className={styles.reason} title={row.reason}>
          <SignalNotes row={row} />
          {row.reason}
        </span>
      </div>
      <div role="cell" className={cx(styles.number, middle)}>
        {valueText(row.p95, row.unit)}
      </div>
      <div role="cell" className={cx(styles.number, middle)}>
        {valueText(row.normal, row.unit)}
        <span className={styles.reason}>{intervalText(row)}</span>
      </div>
      <div role="cell" className={cx(styles.number, wide)}>
        {countText(row.requests)}
      </div>
      <div role="cell" className={cx(styles.number, wide)}>
        <span className={styles.confidence}>
          {row.confidence ? <ShareRing share={row.confidence} /> : undefined}
          {percentText(row.confidence)}
        </span>
      </div>
      <div role="cell" className={wide}>
        {row.state}
      </div>
      <div role="cell" className={cx(styles.week, widest)} title={row.trend && trendWords(row.trend)}>
        {row.trend && row.violations !== 0 && (
          <>
            <Sparkline values={row.trend.parts} tier={worstOf(row)} />
            <span className={styles.count}>{row.violations}</span>
          </>
        )}
      </div>
    </>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  ratio: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), whiteSpace: 'nowrap' }),
  strong: css({ fontWeight: theme.typography.fontWeightMedium }),
  name: css({
    minWidth: 0,
    lineHeight: 1.3,
    '& > *': { display: 'block', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  }),
  reason: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  confidence: css({
    '&&': { display: 'flex' }, // a number's parts stand below each other
    alignItems: 'center',
    justifyContent: 'flex-end',
    gap: theme.spacing(0.5),
  }),
  // Brief ones are no line: their number stands below the others all the same.
  week: css({ display: 'grid', gridTemplateColumns: '64px auto', alignItems: 'center', gap: theme.spacing(1) }),
  count: css({ gridColumn: 2 }),
  number: css({ textAlign: 'right', whiteSpace: 'nowrap', lineHeight: 1.3, '& > *': { display: 'block' } }),
});
