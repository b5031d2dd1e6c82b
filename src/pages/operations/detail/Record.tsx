// What is normal for an operation, and who says so? The baseline that is valid now.
import { css } from '@emotion/css';
import { dateTimeFormat, getTimeZone, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { t } from '../../../components/text';
import { formatPercent, formatRatio, formatSeconds } from '../../../components/numbers';
import { isDuration } from '../../../components/unit';
import { normalText, percentText } from '../columns';
import { type Row } from '../rows';

export function Record({ row }: { row: Row }) {
  const styles = useStyles2(getStyles);
  const durations = isDuration(row.unit);
  const facts: Array<[string, string | undefined]> = [
    [
      durations ? t('record.normal', 'Normal p95 at this hour') : t('record.normalOf', 'Normal at this hour'),
      normalText(row),
    ],
    [t('record.state', 'State'), row.state],
    [t('record.confidence', 'Confidence'), percentText(row.confidence)],
    [t('record.source', 'Who says so'), row.source],
    [t('record.version', 'Version'), row.version === undefined ? undefined : String(row.version)],
    [
      t('record.since', 'Valid since'),
      row.validFrom === undefined ? undefined : dateTimeFormat(row.validFrom, { timeZone: getTimeZone() }),
    ],
    [
      durations ? t('record.seen', 'A slowdown is seen within') : t('record.seenValue', 'A deviation is seen within'),
      row.seenWithin === undefined ? undefined : formatSeconds(row.seenWithin),
    ],
    [
      durations
        ? t('record.found', 'Smallest slowdown that is found')
        : t('record.foundValue', 'Smallest deviation that is found'),
      foundText(row),
    ],
    [t('record.errors', 'Errors now'), row.errors === undefined ? undefined : formatPercent(row.errors)],
  ];
  return (
    <dl className={styles.facts}>
      {facts
        .filter(([, value]) => value !== undefined)
        .map(([word, value]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** More time that finds nothing smaller is not worth its words. */
function foundText({ found = [] }: Row): string | undefined {
  const texts = found.map(({ ratio, seconds }) => ({ ratio: formatRatio(ratio), time: formatSeconds(seconds) }));
  const smaller = texts.filter(({ ratio }, i) => ratio !== texts[i - 1]?.ratio);
  return smaller.length === 0
    ? undefined
    : smaller.map((values) => t('record.foundWithin', '{{ratio}} in {{time}}', values)).join(', ');
}

const getStyles = (theme: GrafanaTheme2) => ({
  facts: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(180px, 1fr))',
    gap: theme.spacing(2),
    margin: 0,
    '& dt': {
      color: theme.colors.text.secondary,
      fontWeight: theme.typography.fontWeightRegular,
      fontSize: theme.typography.bodySmall.fontSize,
    },
    '& dd': { margin: 0, fontVariantNumeric: 'tabular-nums', overflowWrap: 'anywhere' },
  }),
});
