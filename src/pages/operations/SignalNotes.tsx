// What is wrong with an operation besides how fast it is? Nothing at all where nothing is.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { t } from '../../components/text';
import { TierMark } from '../../components/TierMark';
import { type Tier } from '../../components/tiers';
import { percentText } from './columns';
import { type Row } from './rows';

export function SignalNotes({ row }: { row: Row }) {
  const styles = useStyles2(getStyles);
  const notes: Array<[Tier, string]> = [
    [row.failing, t('operations.failing', '{{share}} fail, more than usual.', { share: percentText(row.errors) })],
    [row.silent, t('operations.silent', 'It completes nothing any more.')],
  ];
  return notes
    .filter(([tier]) => tier >= 2)
    .map(([tier, words]) => (
      <span key={words} className={styles.note}>
        <TierMark tier={tier} /> {words}{' '}
      </span>
    ));
}

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({ color: theme.colors.text.primary, fontWeight: theme.typography.fontWeightMedium }),
});
