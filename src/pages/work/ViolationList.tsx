// Which violations were there, and which still need a verdict? The newest first.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, EmptyState, LoadingPlaceholder, RadioButtonGroup, Stack, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import { LastRead } from '../../components/LastRead';
import { formatPercent } from '../../components/numbers';
import { plural, t } from '../../components/text';
import { toggled } from '../../components/toggled';
import { useAnswer } from '../../components/useAnswer';
import { useIdleRounds } from '../../components/useIdleRounds';
import { type Violation, type Work } from '../../datasource/resources';
import { ask, type Asked, askedText } from '../address';
import { ChooseAll } from '../ChooseAll';
import { type Source } from '../datasources';
import { Failure } from '../Failure';
import { may } from '../roles';
import { askRemarkedViolations } from '../violations/askViolations';
import { filterOf, shown } from '../violations/filter';
import { ViolationTable } from '../violations/ViolationTable';
import { newerOf } from './move';
import { judged } from './precision';
import { partOf, StateChoice } from './StateChoice';
import { ViolationBulk } from './ViolationBulk';
import { ViolationFilters } from './ViolationFilters';

/** A busy month has hundreds: whoever wants more of them asks for more, so that the page stays quick. */
const shownAtFirst = 50;
const shownMore = 200;
const refreshSeconds = 10;
const lengths = ['1', '7', '28'] as const;

export function ViolationList({ source, asked }: { source: Source; asked: Asked }) {
  const styles = useStyles2(getStyles);
  const days = lengths.find((length) => length === askedText(asked, 'days')) ?? '7';
  const part = partOf(asked);
  const [round, setRound] = useState(0);
  const idle = useIdleRounds();
  const answer = useAnswer(`violations ${source.uid} ${days}`, () => askRemarkedViolations(source.uid, Number(days)), {
    // Of what could not be known yet more is known soon; a whole list stays as it is while it is worked through.
    everySeconds: (last) => (last && last.remarks.length > 0 ? refreshSeconds : undefined),
    round: round + idle,
  });
  const { error, loading } = answer;
  const value = answer.value?.value;
  if (!value && error !== undefined) {
    return <Failure source={source} answer={answer} />;
  }
  const filter = filterOf(asked);
  const found = shown(value ?? [], filter);
  const inPart = found.filter(({ work }) => part === 'all' || work.state === part);
  return (
    <Stack direction="column" gap={2}>
      <LastRead answer={answer} />
      {answer.value?.remarks.map((remark) => (
        <Alert key={remark} severity="warning" title={remark} />
      ))}
      {value && <p className={styles.sentence}>{sentenceOf(found, Number(days))}</p>}
      <Stack direction="row" gap={2} wrap="wrap">
        <RadioButtonGroup
          aria-label={t('work.length', 'Length of time')}
          options={lengths.map((length) => ({ value: length, label: inDays(Number(length)) }))}
          value={days}
          onChange={(length) => ask({ days: length })}
        />
        <StateChoice part={part} />
      </Stack>
      {value && value.length > 0 && <ViolationFilters uid={source.uid} violations={value} filter={filter} />}
      {loading && <LoadingPlaceholder text={t('work.reading', 'Reading the past …')} />}
      {value && inPart.length === 0 && (
        <EmptyState variant="completed" message={noneWord(value.length, answer.value?.remarks ?? [])} />
      )}
      <Rows uid={source.uid} violations={inPart} onChanged={() => setRound((before) => before + 1)} />
    </Stack>
  );
}

interface RowsProps {
  uid: string;
  violations: Violation[];
  onChanged: () => void;
}

function Rows({ uid, violations, onChanged }: RowsProps) {
  const [most, setMost] = useState(shownAtFirst);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  // One that was moved by itself stays in the list as it was read, beside the notice of the move.
  const [moved, setMoved] = useState<ReadonlyMap<number, Work>>(new Map());
  const rows = violations.slice(0, most);
  const rest = violations.length - rows.length;
  const chooses = may('Editor');
  return (
    <>
      {chooses && (
        <ViolationBulk
          uid={uid}
          // What is no longer in sight is not moved on.
          chosen={rows
            .filter(({ id }) => chosen.has(id))
            .map((one) => ({ ...one, work: newerOf(one.work, moved.get(one.id)) }))}
          onClear={() => setChosen(new Set())}
          onChanged={onChanged}
        >
          {rows.length > 0 && <ChooseAll ids={idsOf(rows)} chosen={chosen} onChoose={setChosen} />}
        </ViolationBulk>
      )}
      {rows.length > 0 && (
        <ViolationTable
          uid={uid}
          violations={rows}
          onMoved={(id, to) => setMoved(new Map(moved).set(id, to))}
          onOutdated={onChanged}
          chosen={chooses ? chosen : undefined}
          onChoose={(id) => setChosen(toggled(chosen, id))}
        />
      )}
      {rest > 0 && (
        <div>
          <Button size="sm" fill="text" onClick={() => setMost(most + shownMore)}>
            {t('work.showMore', '{{more}} more of {{count}}', {
              more: Math.min(rest, shownMore),
              count: violations.length,
            })}
          </Button>
        </div>
      )}
    </>
  );
}

/** Of the hour that is not learned yet none has an id. */
const idsOf = (rows: Violation[]) => rows.map(({ id }) => id).filter((id) => id !== 0);

function noneWord(others: number, remarks: string[]): string {
  if (others > 0) {
    return t('advice.nonePart', 'None of this kind');
  }
  return remarks.length > 0
    ? t('work.noneKnown', 'No violation of this time is known')
    : t('work.none', 'No operation was off normal in this time');
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
