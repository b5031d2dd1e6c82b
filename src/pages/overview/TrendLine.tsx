// How did the last week of a system go, at a glance? A line, and its words beside it.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { PageLink } from '../../components/PageLink';
import { Sparkline } from '../../components/Sparkline';
import { type Tier } from '../../components/tiers';
import { type Trend, trendWords } from '../violations/trend';

interface Props {
  trend: Trend;
  tier: Tier;
  /** Leads to its violations. */
  href: string;
}

export function TrendLine({ trend, tier, href }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <p className={styles.line}>
      <Sparkline values={trend.parts} tier={tier} />
      {trend.violations === 0 ? trendWords(trend) : <PageLink href={href}>{trendWords(trend)}</PageLink>}
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
