// How is one system doing? Violations first, then how much of it is known, and where it leads.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { useId } from 'react';
import { asSentence } from '../../components/failure';
import { PageLink } from '../../components/PageLink';
import { ProgressBar } from '../../components/ProgressBar';
import { t } from '../../components/text';
import { TierMark } from '../../components/TierMark';
import { tierNamed, toTier } from '../../components/tiers';
import { type SystemOverview } from '../../datasource/resources';
import { DashboardLead } from '../install/DashboardLead';
import { learnedOf } from '../learning';
import { idOf } from '../operations/identity';
import { addressOf } from '../routes';
import { Absent, MissingMetrics } from './Absent';
import { breachesOf, conditionOf, worstFirst } from './model';
import { PanelMenu } from './PanelMenu';
import { type Trend } from '../violations/trend';
import { TrendLine } from './TrendLine';

interface Props {
  system: SystemOverview;
  uid: string;
  /** Undefined until the past has been read. */
  trend: Trend | undefined;
  /** Whether its dashboard is there; undefined while that is not known. */
  openable: boolean | undefined;
}

export function SystemCard({ system, uid, trend, openable }: Props) {
  const styles = useStyles2(getStyles);
  const heading = useId();
  const condition = conditionOf(system);
  // Before everything is learned, that no violation is known says nothing.
  const told = trend && (trend.violations > 0 || learnedOf(system.learner)?.share === 1);
  const week = told && (
    <TrendLine
      trend={trend}
      href={addressOf({ page: 'work' }, { ds: uid, system: system.name })}
      tier={toTier(Math.max(0, ...breachesOf(system).map(({ tier }) => tierNamed(tier))))}
    />
  );
  return (
    <section className={styles.card} aria-labelledby={heading}>
      <header className={styles.header}>
        <h2 id={heading} className={styles.title}>
          {system.title}
        </h2>
        {(condition !== 'absent' || system.probeFound > 0) && system.dashboard && (
          <div className={styles.leads}>
            <DashboardLead dashboard={system.dashboard} source={uid} openable={openable} fill="text" size="sm" />
            <PanelMenu system={system} uid={uid} />
          </div>
        )}
      </header>
      {condition === 'failed' && (
        <>
          <p className={styles.error}>{asSentence(system.error ?? '')}</p>
          {/* What was told before something failed, and what was, are known all the same. */}
          <Breaches system={system} uid={uid} />
          {week}
        </>
      )}
      {condition === 'absent' && <Absent system={system} uid={uid} />}
      {(condition === 'quiet' || condition === 'burning' || condition === 'learning') && (
        <>
          <Breaches system={system} uid={uid} />
          <Figures system={system} />
          {week}
          <Learner system={system} />
          {system.probeFound < system.probeTotal && <MissingMetrics system={system} uid={uid} />}
        </>
      )}
    </section>
  );
}

const shownBreaches = 5;

function Breaches({ system, uid }: { system: SystemOverview; uid: string }) {
  const styles = useStyles2(getStyles);
  const all = breachesOf(system);
  if (all.length === 0) {
    return null;
  }
  const rest = all.length - shownBreaches;
  return (
    <ul className={styles.violations} aria-label={t('card.breaches', 'Off normal now')}>
      {[...all]
        .sort(worstFirst)
        .slice(0, shownBreaches)
        .map((operation) => (
          <li key={`${operation.set} ${operation.name} ${operation.reason}`} className={styles.violation}>
            <TierMark tier={tierNamed(operation.tier)} />
            <span>
              <PageLink href={addressOf({ page: 'operations', item: idOf(operation) }, { ds: uid })}>
                {operation.name}
              </PageLink>
              , {operation.tier}
              <br />
              <span className={styles.quiet}>{operation.reason}</span>
            </span>
          </li>
        ))}
      {rest > 0 && (
        <li className={styles.quiet}>
          <PageLink href={addressOf({ page: 'operations' }, { ds: uid, system: system.name })}>
            {t('card.more', 'and {{rest}} more', { rest })}
          </PageLink>
        </li>
      )}
    </ul>
  );
}

function Figures({ system }: { system: SystemOverview }) {
  const styles = useStyles2(getStyles);
  const figures: Array<[string, string]> = [
    [
      t('card.baselines', 'Baselines'),
      t('card.of', '{{some}} of {{all}}', { some: system.withBaseline, all: system.operations }),
    ],
    [t('card.violations', 'Violations now'), String(breachesOf(system).length)],
    [t('card.targets', 'Targets missed'), String(system.targetsMissed)],
  ];
  // No document says what an own system should have.
  if (system.probeTotal > 0) {
    figures.push([
      t('card.metrics', 'Metrics found'),
      t('card.of', '{{some}} of {{all}}', { some: system.probeFound, all: system.probeTotal }),
    ]);
  }
  return (
    <dl className={styles.figures}>
      {figures.map(([word, value]) => (
        <div key={word}>
          <dt className={styles.quiet}>{word}</dt>
          <dd className={styles.figure}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Learner({ system }: { system: SystemOverview }) {
  const styles = useStyles2(getStyles);
  const progress = learnedOf(system.learner);
  if (!progress) {
    return <p className={styles.quiet}>{t('card.learnerStarting', 'The learner has not begun yet.')}</p>;
  }
  const { learned, wanted, share, lastError } = progress;
  const text =
    share < 1
      ? t('card.learning', 'Learned {{learned}} of {{wanted}} hours, the newest first.', { learned, wanted })
      : t('card.learned', 'Learned everything there is: {{wanted}} hours.', { wanted });
  return (
    <div>
      <p className={styles.quiet}>{text}</p>
      {share < 1 && <ProgressBar share={share} label={t('card.progress', 'Learned so far')} />}
      {lastError && <p className={styles.error}>{asSentence(lastError)}</p>}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1.5),
    padding: theme.spacing(2),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
    '& p': { margin: 0 },
  }),
  header: css({ display: 'flex', justifyContent: 'space-between', alignItems: 'baseline' }),
  title: css({ ...theme.typography.h4, margin: 0 }),
  leads: css({ display: 'flex', alignItems: 'center' }),
  violations: css({ listStyle: 'none', display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  violation: css({
    display: 'grid',
    gridTemplateColumns: '16px 1fr',
    alignItems: 'baseline',
    overflowWrap: 'anywhere',
  }),
  figures: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(2, 1fr)',
    gap: theme.spacing(1),
    margin: 0,
  }),
  figure: css({ ...theme.typography.h5, margin: 0, fontVariantNumeric: 'tabular-nums' }),
  quiet: css({ color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular }),
  error: css({ color: theme.colors.error.text, overflowWrap: 'anywhere' }),
});
