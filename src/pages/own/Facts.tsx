// What is known of the metric, and what would learning it cost? Beside the form, as it is written.
import { css } from '@emotion/css';
import { type GrafanaTheme2, getValueFormat, formattedValueToString } from '@grafana/data';
import { Alert, Icon, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { type ReactNode } from 'react';
import { formatCount, formatWholeSeconds } from '../../components/numbers';
import { plural, t } from '../../components/text';
import { type Draft } from './definition';
import { type Check } from './requests';

interface Props {
  check: Check | undefined;
  error: string | undefined;
  fresh: boolean;
  draft: Draft;
}

const bytes = (value: number) => formattedValueToString(getValueFormat('decbytes')(value, 0));

export function Facts({ check, error, fresh, draft }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <section className={styles.facts} aria-label={t('own.facts', 'What would be learned')} aria-busy={!fresh}>
      <h2 className={styles.heading}>{t('own.facts', 'What would be learned')}</h2>
      {error !== undefined ? (
        <Alert severity="error" title={error} />
      ) : draft.metric === '' ? (
        <p className={styles.quiet}>
          {t('own.noMetric', 'Write the name of a metric, or open a panel’s menu and choose “Learn a baseline”.')}
        </p>
      ) : !check ? (
        <LoadingPlaceholder text={t('own.looking', 'Looking at the metric …')} />
      ) : (
        <Known check={check} draft={draft} />
      )}
    </section>
  );
}

function Known({ check, draft }: { check: Check; draft: Draft }) {
  const styles = useStyles2(getStyles);
  const { cost, errors } = check;
  if (check.kind === '') {
    const [why] = Object.values(errors);
    return (
      <p role="status">
        {errors.metric === undefined ? why : t('own.nothing', 'Nothing can be learned of it: the form says why.')}
      </p>
    );
  }
  return (
    <>
      {errors.definition !== undefined && <Alert severity="warning" title={errors.definition} />}
      <p role="status" className={styles.sentence}>
        <Icon name={Object.keys(errors).length === 0 ? 'check-circle' : 'exclamation-triangle'} />{' '}
        {plural(
          'own.wouldLearn',
          '{{count}} operation would be learned',
          '{{count}} operations would be learned',
          check.operations
        )}
      </p>
      <dl className={styles.list}>
        <Fact title={t('own.type', 'Type')}>{typeWord(check, draft)}</Fact>
        <Fact title={t('own.examples', 'Such as')}>{check.examples.slice(0, 5).join(', ')}</Fact>
        <Fact title={t('own.reads', 'Each question reads')}>
          {plural('own.series', '{{count}} series', '{{count}} series', cost.series)}
        </Fact>
        {cost.scrape > 0 && <Fact title={t('own.scraped', 'Scraped every')}>{formatWholeSeconds(cost.scrape)}</Fact>}
        <Fact title={t('own.perHour', 'An hour has')}>
          {t('own.samples', '{{n}} samples', { n: formatCount(cost.samplesPerHour) })}
        </Fact>
        <Fact title={t('own.past', 'Learning the past')}>
          {plural(
            'own.questions',
            '{{count}} question to Prometheus',
            '{{count}} questions to Prometheus',
            cost.questions
          )}
        </Fact>
        <Fact title={t('own.stored', 'Stored')}>
          {t('own.perDay', 'about {{size}} a day', { size: bytes(cost.bytesPerDay) })}
        </Fact>
      </dl>
      {check.cut && (
        <p className={styles.quiet}>
          {t('own.cut', 'There are more series than labels were read from: some values are missing in the counts.')}
        </p>
      )}
    </>
  );
}

function typeWord({ kind, native, declared }: Check, draft: Draft): string {
  const word = {
    histogram: native ? t('own.native', 'native histogram') : t('own.classic', 'classic histogram'),
    summary: t('own.summary', 'summary'),
    gauge: t('own.ofRun', 'gauge of the last run'),
    level: t('own.level', 'gauge, its value at any time'),
    counter: t('own.counter', 'counter, its rate'),
    '': '',
  }[kind === 'gauge' ? draft.kind : kind]; // what a gauge tells is for its people to say
  return declared !== '' && declared !== kind
    ? t('own.declared', '{{word}} (declared as {{declared}})', { word, declared })
    : word;
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  const styles = useStyles2(getStyles);
  return (
    <>
      <dt className={styles.quiet}>{title}</dt>
      <dd className={styles.value}>{children}</dd>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  facts: css({
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
    padding: theme.spacing(2),
  }),
  heading: css({ ...theme.typography.h5, margin: theme.spacing(0, 0, 1) }),
  sentence: css({
    ...theme.typography.body,
    fontWeight: theme.typography.fontWeightMedium,
    margin: theme.spacing(0, 0, 1),
  }),
  list: css({
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    gap: theme.spacing(0.5, 2),
    margin: 0,
  }),
  value: css({ margin: 0, overflowWrap: 'anywhere', fontVariantNumeric: 'tabular-nums' }),
  quiet: css({ color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular, margin: 0 }),
});
