// What would this rule have done in the last 14 days? Asked when somebody wants to know, and said with what it cost.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, Spinner, Tooltip, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import { plural, t } from '../../../components/text';
import { type Tier } from '../../../components/tiers';
import { useAnswer } from '../../../components/useAnswer';
import { lengthInWords } from '../../../report/moments';
import { type Choices } from '../rule';
import { type RuleState } from '../state';
import { askBacktest, type Replayed } from './askBacktest';
import { askHistory, type History } from './askHistory';
import { ofHistory, ofReplay, type Preview, type Remark, watchOf, type Way, wayOf } from './preview';
import { days } from './range';
import { Strip } from './Strip';

interface Props {
  state: RuleState;
  choices: Choices;
  system: string;
  wanted: boolean;
  onWanted: () => void;
}

export function RulePreview({ state, choices, system, wanted, onWanted }: Props) {
  const styles = useStyles2(getStyles);
  const { rule, served } = state;
  const way = wayOf(rule);
  if (way.by === 'nothing' || !served) {
    return (
      <Tooltip content={noPreview(served)}>
        <span className={styles.quiet} tabIndex={0}>
          {t('alerts.noPreview', 'no preview')}
        </span>
      </Tooltip>
    );
  }
  return wanted ? (
    <Asked state={state} choices={choices} system={system} way={way} />
  ) : (
    <Button
      size="sm"
      variant="secondary"
      fill="text"
      onClick={onWanted}
      aria-label={t('alerts.previewOne', 'Preview {{name}}', { name: rule.title })}
    >
      {t('alerts.previewShort', 'Preview')}
    </Button>
  );
}

const noPreview = (served: boolean) =>
  served
    ? t(
        'alerts.noReplay',
        'It judges single runs, or the data source itself: nothing of that is stored to be replayed.'
      )
    : t('alerts.noMetric', 'This Prometheus lacks a metric of the rule: it would have been silent.');

type Asking = Omit<Props, 'wanted' | 'onWanted'> & { way: Exclude<Way, { by: 'nothing' }> };

function Asked({ state, choices, system, way }: Asking) {
  const styles = useStyles2(getStyles);
  const [now] = useState(() => Date.now());
  const { rule, figures } = state;
  const expr = way.by === 'history' ? (choices.expressions.get(way.expr) ?? way.expr) : system;
  const read = async (): Promise<History | Replayed[]> =>
    way.by === 'history'
      ? askHistory(choices.prometheus, expr, way.step, now)
      : askBacktest(choices.yardstick, system, now);
  const { value, error, loading } = useAnswer(`preview ${choices.prometheus} ${choices.yardstick} ${expr}`, read);
  if (loading) {
    return <Spinner inline size="sm" aria-label={t('alerts.previewing', 'Looking back …')} />;
  }
  if (error !== undefined || !value) {
    return (
      <span className={styles.quiet}>
        {t('alerts.previewFailed', 'There is no preview. {{error}}', { error: error ?? '' })}
      </span>
    );
  }
  const preview =
    'series' in value
      ? ofHistory(value, watchOf(rule, figures))
      : ofReplay(value, way.by === 'replay' ? way.tier : 1, { from: now - days * 86_400_000, to: now });
  return (
    <Tooltip content={preview.remarks.map(remarkText).join(' ')}>
      <span className={styles.preview} tabIndex={0} role="img" aria-label={sentenceOf(preview)}>
        <Strip preview={preview} tier={tierOf(rule.labels.severity)} />
        <span className={styles.words}>{wordsOf(preview)}</span>
      </span>
    </Tooltip>
  );
}

const tierOf = (severity: string | undefined): Tier =>
  severity === 'critical' || severity === 'emergency' ? 3 : severity === 'warning' ? 2 : 1;

const wordsOf = ({ times, seconds }: Preview) =>
  times === 0
    ? t('alerts.neverFired', 'never')
    : t('alerts.fired', '{{times}}×, {{length}}', { times, length: lengthInWords(seconds) });

function sentenceOf({ times, seconds }: Preview): string {
  return times === 0
    ? t('alerts.wouldNot', 'Would not have fired in the last {{days}} days', { days })
    : plural(
        'alerts.wouldHave',
        'Would have fired once in the last {{days}} days, {{length}} in all',
        'Would have fired {{count}} times in the last {{days}} days, {{length}} in all',
        times,
        { days, length: lengthInWords(seconds) }
      );
}

function remarkText(remark: Remark): string {
  switch (remark.kind) {
    case 'steps':
      return t(
        'alerts.remarkSteps',
        'Looked at every {{minutes}} min in the last {{days}} days ({{series}} series, {{milliseconds}} ms of Prometheus): what lasted less may be missing.',
        { minutes: remark.minutes, days, series: remark.series, milliseconds: remark.milliseconds }
      );
    case 'pending':
      return t('alerts.remarkPending', 'The pending period is shorter than that, and counts as over.');
    default:
      return remark.operations === 0
        ? t('alerts.remarkNone', 'None of {{of}} operations could be replayed: {{reason}}', {
            of: remark.of,
            reason: remark.reason,
          })
        : t(
            'alerts.remarkReplayed',
            '{{operations}} of {{of}} operations replayed from what is stored, in windows of 5 minutes, against a baseline of the days before.',
            { operations: remark.operations, of: remark.of }
          );
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  preview: css({ display: 'inline-flex', gap: theme.spacing(1), alignItems: 'center', whiteSpace: 'nowrap' }),
  words: css({ fontSize: theme.typography.bodySmall.fontSize, fontVariantNumeric: 'tabular-nums' }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
