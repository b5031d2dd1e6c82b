// Which violations were there, and which still need a verdict? The newest first.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, EmptyState, LoadingPlaceholder, RadioButtonGroup, Stack, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import { LastRead } from '../../components/LastRead';
import { formatPercent } from '../../components/numbers';
import { plural, t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { type Violation } from '../../datasource/resources';
import { ask, type Asked, askedText } from '../address';
import { type Source } from '../datasources';
import { Failure } from '../Failure';
import { askViolations } from '../violations/askViolations';
import { ViolationTable } from '../violations/ViolationTable';
import { judged } from './precision';
import { partOf, StateChoice } from './StateChoice';

/** A busy month has hundreds: whoever wants them all asks for them. */
const shownAtFirst = 50;
const lengths = ['1', '7', '28'] as const;

export function ViolationList({ source, asked }: { source: Source; asked: Asked }) {
  const styles = useStyles2(getStyles);
  const days = lengths.find((length) => length === askedText(asked, 'days')) ?? '7';
  const part = partOf(asked);
  const [round, setRound] = useState(0);
  const [all, setAll] = useState(false);
  const answer = useAnswer(`violations ${source.uid} ${days}`, () => askViolations(source.uid, Number(days)), {
    round,
  });
  const { value, error, loading } = answer;
  if (!value && error !== undefined) {
    return <Failure source={source} error={error} />;
  }
  const shown = (value ?? []).filter(({ work }) => part === 'all' || work.state === part);
  return (
    <Stack direction="column" gap={2}>
      <LastRead answer={answer} />
      {value && <p className={styles.sentence}>{sentenceOf(value, Number(days))}</p>}
      <Stack direction="row" gap={2} wrap="wrap">
        <RadioButtonGroup
          aria-label={t('work.length', 'Length of time')}
          options={lengths.map((length) => ({ value: length, label: inDays(Number(length)) }))}
          value={days}
          onChange={(length) => ask({ days: length })}
        />
        <StateChoice part={part} />
      </Stack>
      {loading && <LoadingPlaceholder text={t('work.reading', 'Reading the past …')} />}
      {value && shown.length === 0 && (
        <EmptyState
          variant="completed"
          message={
            value.length === 0
              ? t('work.none', 'No operation was off normal in this time')
              : t('advice.nonePart', 'None of this kind')
          }
        />
      )}
      {shown.length > 0 && (
        <ViolationTable
          uid={source.uid}
          violations={all ? shown : shown.slice(0, shownAtFirst)}
          onUndone={() => setRound((before) => before + 1)}
        />
      )}
      {!all && shown.length > shownAtFirst && (
        <div>
          <Button size="sm" fill="text" onClick={() => setAll(true)}>
            {t('work.showAll', 'All {{count}}', { count: shown.length })}
          </Button>
        </div>
      )}
    </Stack>
  );
}

const inDays = (count: number) => plural('work.days', '{{count}} day', '{{count}} days', count);

function sentenceOf(violations: Violation[], days: number): string {
  const { open, real, wrong, precision } = judged(violations);
  const said = plural(
    'work.sentence',
    '{{count}} violation in {{time}}, {{open}} without a verdict.',
    '{{count}} violations in {{time}}, {{open}} without a verdict.',
    violations.length,
    { time: inDays(days), open }
  );
  return precision === undefined
    ? said
    : `${said} ${t('work.precision', '{{real}} of {{judged}} judged were real: {{share}}.', {
        real,
        judged: real + wrong,
        share: formatPercent(precision),
      })}`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  sentence: css({ ...theme.typography.h3, margin: 0 }),
});
