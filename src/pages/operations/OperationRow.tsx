// What does one line of the table say? How far from normal, whose, and how well normal is known.
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { memo } from 'react';
import { PageLink } from '../../components/PageLink';
import { RatioMark } from '../../components/RatioMark';
import { addressOf } from '../routes';
import { countText, normalText, percentText, ratioText, secondsText } from './columns';
import { type Row } from './rows';

interface Props {
  row: Row;
  source: string;
  /** The class of what gives way on a narrow screen. */
  minor: string;
}

export const OperationRow = memo(function OperationRow({ row, source, minor }: Props) {
  const styles = useStyles2(getStyles);
  const numbers = [secondsText(row.p95), normalText(row), countText(row.requests), percentText(row.confidence)];
  return (
    <>
      <div role="cell" className={styles.ratio} title={row.reason}>
        <RatioMark ratio={row.ratio} low={row.ratioLow} high={row.ratioHigh} tier={row.tier} />
        <span className={cx(row.tier >= 2 && styles.strong)}>{ratioText(row)}</span>
      </div>
      <div role="cell" className={styles.name}>
        <PageLink href={addressOf({ page: 'operations', item: row.id }, { ds: source })}>{row.name}</PageLink>
        <span className={styles.reason} title={row.reason}>
          {row.reason}
        </span>
      </div>
      {numbers.map((text, index) => (
        <div key={index} role="cell" className={cx(styles.number, index > 0 && minor)}>
          {text}
        </div>
      ))}
      <div role="cell" className={minor}>
        {row.state}
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
  number: css({ textAlign: 'right', whiteSpace: 'nowrap' }),
});
