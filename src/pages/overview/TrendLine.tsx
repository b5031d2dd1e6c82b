// How did the last week of a system go, at a glance? A line, and its words beside it.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { formatElapsed } from '../../components/numbers';
import { Sparkline } from '../../components/Sparkline';
import { plural, t } from '../../components/text';
import { type Tier } from '../../components/tiers';
import { type Trend } from './trend';

export function TrendLine({ trend, tier }: { trend: Trend; tier: Tier }) {
  const styles = useStyles2(getStyles);
  const { parts, violations, total } = trend;
  return (
    <p className={styles.line}>
      <Sparkline values={parts} tier={tier} />
      {violations === 0
        ? t('trend.none', 'No violation in 7 days')
        : total < 1000
          ? plural('trend.brief', '{{count}} violation in 7 days', '{{count}} violations in 7 days', violations)
          : plural(
              'trend.some',
              '{{count}} violation in 7 days, {{time}} together',
              '{{count}} violations in 7 days, {{time}} together',
              violations,
              { time: formatElapsed(total) }
            )}
    </p>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    margin: 0,
    color: theme.colors.text.secondary,
    fontVariantNumeric: 'tabular-nums',
  }),
});
