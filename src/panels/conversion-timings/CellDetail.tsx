// Says who? What a cell's numbers rest on: runs, baseline, its confidence and source.
import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { asSentence } from '../../components/failure';
import { formatCount, formatElapsed, formatPercent, formatRatio, formatSeconds } from '../../components/numbers';
import { t } from '../../components/text';
import { tierWord } from '../../components/tiers';
import { type Judged } from './judgement';
import { type State } from './model';

interface Props {
  cell: Judged;
  name: string;
  timeZone: string;
}

export function CellDetail({ cell, name, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div>
      <strong>{name}</strong>
      <dl className={styles.list}>
        {facts(cell, timeZone).map(([word, value]) => (
          <div key={word} className={styles.fact}>
            <dt className={styles.word}>{word}</dt>
            <dd className={styles.value}>{value}</dd>
          </div>
        ))}
      </dl>
      {cell.reason && <p className={styles.reason}>{asSentence(cell.reason)}</p>}
    </div>
  );
}

/** What is known, and only that: a fact without a value is left out. */
function facts(cell: Judged, timeZone: string): Array<[string, string]> {
  const { last, lastAt, running, worstRatio, p50, p95, rangeLow, rangeHigh, baseline, confidence } = cell;
  const all: Array<[string, string | undefined]> = [
    [t('detail.running', 'Running for'), maybe(running, (s) => formatElapsed(s * 1000))],
    [t('detail.last', 'Last run'), maybe(last, formatSeconds)],
    [t('detail.lastAt', 'Ended'), maybe(lastAt, (at) => dateTimeFormat(at, { timeZone }))],
    [t('detail.ratio', 'Against normal'), maybe(worstRatio, (r) => `${formatRatio(r)}, ${tierWord(cell.worstTier)}`)],
    [t('detail.baseline', 'Baseline'), maybe(baseline, (s) => `${formatSeconds(s)} (${stateWord(cell.state)})`)],
    [t('detail.confidence', 'Confidence'), maybe(confidence || undefined, formatPercent)],
    [t('detail.p95', 'p50, p95'), p50 && p95 ? `${formatSeconds(p50)}, ${formatSeconds(p95)}` : undefined],
    [
      t('detail.range', 'Documented range'),
      rangeLow && rangeHigh ? `${formatSeconds(rangeLow)} – ${formatSeconds(rangeHigh)}` : undefined,
    ],
    [t('detail.count', 'Runs'), maybe(cell.count, formatCount)],
    [t('detail.windows', 'Windows'), maybe(cell.windows, formatCount)],
    [t('detail.source', 'Source'), cell.origin],
  ];
  return all.flatMap(([word, value]) => (value === undefined ? [] : [[word, value] as [string, string]]));
}

const maybe = (value: number | undefined, format: (value: number) => string) =>
  value === undefined ? undefined : format(value);

function stateWord(state: State): string {
  switch (state) {
    case 'learning':
      return t('state.learning', 'still learning');
    case 'provisional':
      return t('state.provisional', 'learned, provisional');
    case 'active':
      return t('state.active', 'learned');
    case 'approved':
      return t('state.approved', 'learned and approved');
    case 'frozen':
      return t('state.frozen', 'learned and frozen');
    case 'documented':
      return t('state.documented', 'upper end of the documented range');
    default:
      return t('state.unknown', 'from the query');
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    margin: theme.spacing(0.5, 0),
    display: 'grid',
    gridTemplateColumns: 'auto auto',
    columnGap: theme.spacing(2),
  }),
  fact: css({ display: 'contents' }),
  word: css({ color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular }),
  value: css({ margin: 0, textAlign: 'right', fontVariantNumeric: 'tabular-nums' }),
  reason: css({ margin: 0, maxWidth: 320 }),
});
