// What do the marks on a timeline mean?
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { t } from '../../components/text';
import { type State, stateColor, stateWord } from './states';
import { heights } from './Timeline';

const shown: State[] = ['closed', 'half-open', 'open'];

export function Legend() {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  return (
    <ul className={styles.legend} aria-label={t('legend.name', 'Legend')}>
      {shown.map((state) => (
        <li key={state} className={styles.entry}>
          <span
            className={styles.block}
            style={{ height: heights[state], background: stateColor(theme, state) }}
            aria-hidden="true"
          />
          {stateWord(state)}
        </li>
      ))}
      <li className={styles.entry}>
        <span className={styles.dotted} aria-hidden="true" />
        {t('legend.notMeasured', 'not measured')}
      </li>
      <li className={styles.entry}>
        <span className={styles.trip} aria-hidden="true" />
        {t('legend.trip', 'trip')}
      </li>
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
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
  block: css({ display: 'inline-block', width: 12 }),
  dotted: css({ display: 'inline-block', width: 16, borderBottom: `1px dotted ${theme.colors.border.strong}` }),
  trip: css({ borderInline: '3px solid transparent', borderTop: `5px solid ${theme.colors.text.primary}` }),
});
