// How is one conversion at one size? Value, ratio with word and shape, trend, and its place on the scale.
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2, type LinkModel } from '@grafana/data';
import { DataLinksContextMenu, Tooltip, useStyles2, useTheme2 } from '@grafana/ui';
import { memo, type ReactElement } from 'react';
import { formatElapsed, formatRatio, formatSeconds } from '../../components/numbers';
import { Sparkline } from '../../components/Sparkline';
import { plural, t } from '../../components/text';
import { TierMark } from '../../components/TierMark';
import { type Factors, tierColor, tierWord } from '../../components/tiers';
import { CellDetail } from './CellDetail';
import { CellScale } from './CellScale';
import { isMeasured, type Judged } from './judgement';
import { scaleOf } from './scale';

export interface CellProps {
  cell: Judged;
  name: string;
  factors: Factors;
  timeZone: string;
  /** Some cell has a scale; the others keep its room free, so that all have one height. */
  hasScale: boolean;
  showTrend: boolean;
  linksOf: (cell: Judged) => LinkModel[];
}

export const Cell = memo(function Cell(props: CellProps) {
  const { cell, name, factors, timeZone, hasScale, showTrend } = props;
  const styles = useStyles2(getStyles);
  const measured = isMeasured(cell);
  const scaled = scaleOf(cell, factors) !== undefined;
  return (
    <Leading {...props} detail={<CellDetail cell={cell} name={name} timeZone={timeZone} />}>
      <span className={styles.line}>
        <span className={measured ? styles.value : styles.none}>{valueText(cell)}</span>
        <Ratio cell={cell} />
        {showTrend && (
          <Sparkline
            className={cx(
              styles.trend,
              scaled && (cell.running === undefined ? styles.dispensable : styles.runningTrend)
            )}
            values={cell.trend.map((point) => point.value)}
            tier={cell.worstTier}
          />
        )}
      </span>
      {hasScale && <CellScale cell={cell} factors={factors} />}
    </Leading>
  );
});

function valueText(cell: Judged): string {
  if (cell.running !== undefined) {
    return t('conversions.cellRunning', 'running {{elapsed}} …', { elapsed: formatElapsed(cell.running * 1000) });
  }
  return cell.last === undefined ? t('conversions.cellNone', 'not measured') : formatSeconds(cell.last);
}

function ratioText(cell: Judged): string {
  if (cell.state === 'learning') {
    return cell.count === undefined
      ? t('conversions.cellLearning', 'learning')
      : plural('conversions.cellLearningRuns', 'learning, {{count}} run', 'learning, {{count}} runs', cell.count);
  }
  return cell.worstRatio === undefined ? '' : `${formatRatio(cell.worstRatio)} ${tierWord(cell.worstTier)}`;
}

function Ratio({ cell }: { cell: Judged }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const text = isMeasured(cell) ? ratioText(cell) : '';
  return text === '' ? null : (
    <span className={styles.ratio} style={{ color: tierColor(theme, cell.worstTier) }}>
      {cell.state !== 'learning' && <TierMark tier={cell.worstTier} />}
      {text}
    </span>
  );
}

/** The cell as one control: its detail on hover and focus, its links on click and Enter. */
function Leading({
  cell,
  name,
  linksOf,
  detail,
  children,
}: CellProps & { detail: ReactElement; children: React.ReactNode }) {
  const styles = useStyles2(getStyles);
  const links = linksOf(cell);
  const label = [name, valueText(cell), isMeasured(cell) ? ratioText(cell) : ''].filter(Boolean).join(', ');
  const [only] = links;
  if (links.length > 1) {
    return (
      <DataLinksContextMenu links={() => links}>
        {({ openMenu }) => (
          <Tooltip content={detail} placement="top">
            <button type="button" className={styles.cell} aria-label={label} onClick={openMenu}>
              {children}
            </button>
          </Tooltip>
        )}
      </DataLinksContextMenu>
    );
  }
  return (
    <Tooltip content={detail} placement="top">
      {only ? (
        <a className={styles.cell} href={only.href} target={only.target} aria-label={label} onClick={only.onClick}>
          {children}
        </a>
      ) : (
        <button type="button" className={styles.cell} aria-label={label}>
          {children}
        </button>
      )}
    </Tooltip>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  cell: css({
    display: 'block',
    width: '100%',
    containerType: 'inline-size',
    padding: theme.spacing(0.5, 0.75),
    border: 'none',
    borderRadius: theme.shape.radius.default,
    background: 'transparent',
    color: theme.colors.text.primary,
    textAlign: 'left',
    fontVariantNumeric: 'tabular-nums',
    '&:hover': { background: theme.colors.action.hover, color: theme.colors.text.primary },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
  }),
  line: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: theme.spacing(1),
    minHeight: 20,
    whiteSpace: 'nowrap',
  }),
  value: css({ fontWeight: theme.typography.fontWeightMedium }),
  none: css({ color: theme.colors.text.disabled }),
  ratio: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  trend: css({ marginLeft: 'auto' }),
  // Beside a scale, the trend is what can be missed first.
  dispensable: css({ '@container (max-width: 240px)': { display: 'none' } }),
  runningTrend: css({ '@container (max-width: 310px)': { display: 'none' } }),
});
