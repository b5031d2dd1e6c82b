// What happened in a day, a week, a month? The report of one system or all, of any period, read here or taken along.
import { dateTimeForTimeZone } from '@grafana/data';
import { Button, EmptyState, Field, Input, LoadingPlaceholder, RadioButtonGroup, Stack } from '@grafana/ui';
import { useId } from 'react';
import { Combobox } from '../../components/Combobox';
import { later } from '../../components/later';
import { t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { useNow } from '../../components/useNow';
import { useTyped } from '../../components/useTyped';
import { type System } from '../../datasource/resources';
import { firstOf, moved, type Period } from '../../report/moments';
import { ask, type Asked, askedText } from '../address';
import { askResource, type Source } from '../datasources';
import { Failure } from '../Failure';
import { SetUpLink } from '../SetUpLink';
import { SourcePage } from '../SourcePage';
import { KeptReports } from './KeptReports';
import { type Chosen, chosenOf } from './period';

const Report = later<{ uid: string; system: string; period: Period; day?: string; again: boolean }>(
  () => import('./Report')
);

const allSystems = 'all';

export default function Reports({ asked }: { asked: Asked }) {
  return (
    <SourcePage chosen={askedText(asked, 'ds')}>
      {(source) => <OfSource key={source.uid} source={source} chosen={chosenOf(asked)} />}
    </SourcePage>
  );
}

function OfSource({ source, chosen }: { source: Source; chosen: Chosen }) {
  const { uid } = source;
  const now = useNow();
  const answer = useAnswer(`systems of ${uid}`, () => askResource<System[]>(uid, 'systems'));
  const { value, error, loading } = answer;
  if (loading) {
    return <LoadingPlaceholder text={t('reports.looking', 'Looking for systems …')} />;
  }
  if (error !== undefined || !value) {
    return <Failure source={source} answer={answer} />;
  }
  const here = value.filter(({ found }) => found);
  const [first] = here;
  if (!first) {
    return (
      <EmptyState
        variant="not-found"
        message={t('reports.noSystem', 'This Prometheus has metrics of no known system: there is nothing to report')}
        button={<SetUpLink uid={uid} />}
      />
    );
  }
  const system = chosen.system ?? first.name;
  const shown = system === allSystems ? here.map(({ name }) => name) : [system];
  const today = todayOf(here, system, now);
  return (
    <Stack direction="column" gap={2}>
      <Choice systems={here} system={system} chosen={chosen} today={today} />
      {shown.map((name) => (
        <Report
          // Where no day is chosen it is the present one, also after midnight.
          key={`${name} ${chosen.period} ${chosen.day ?? today} ${chosen.again}`}
          uid={uid}
          system={name}
          period={chosen.period}
          day={chosen.day}
          again={chosen.again}
        />
      ))}
      <KeptReports uid={uid} system={system === allSystems ? undefined : system} period={chosen.period} />
    </Stack>
  );
}

/** The present day of a system is that of its time zone, whatever the reader's; that of all is one that has begun in each. */
function todayOf(systems: System[], system: string, now: number): string {
  const meant = systems.filter(({ name }) => system === allSystems || name === system);
  const days = meant.map(({ timeZone }) => dayIn(timeZone, now));
  return days.sort()[0] ?? dayIn('utc', now);
}

/** The day as the back end reads it, also for readers whose digits are others. */
const dayIn = (timeZone: string, at: number) => dateTimeForTimeZone(timeZone, at).locale('en').format('YYYY-MM-DD');

interface ChoiceProps {
  systems: System[];
  system: string;
  chosen: Chosen;
  today: string;
}

function Choice({ systems, system, chosen, today }: ChoiceProps) {
  const id = useId();
  const { period, day } = chosen;
  const shown = day ?? today;
  const next = moved(shown, period, 1);
  // A week that goes on is told on its Wednesday, also after the Friday of the one before.
  const later = next > today ? today : next;
  const periods: Array<{ value: Period; label: string }> = [
    { value: 'daily', label: t('reports.daily', 'Day') },
    { value: 'weekly', label: t('reports.weekly', 'Week') },
    { value: 'monthly', label: t('reports.monthly', 'Month') },
    { value: 'run', label: t('reports.run', 'After a run') },
  ];
  return (
    <Stack direction="row" gap={2} wrap="wrap" alignItems="flex-end">
      <Field noMargin label={t('reports.system', 'System')} htmlFor={`${id}-system`}>
        <Combobox
          id={`${id}-system`}
          width={28}
          options={[
            ...systems.map(({ name, title }) => ({ value: name, label: title })),
            { value: allSystems, label: t('reports.all', 'All systems') },
          ]}
          value={system}
          onChange={({ value }) => ask({ system: value, again: undefined })}
        />
      </Field>
      <Field noMargin label={t('reports.period', 'Period')}>
        <RadioButtonGroup
          aria-label={t('reports.period', 'Period')}
          options={periods}
          value={period}
          onChange={(value) => ask({ period: value, again: undefined })}
        />
      </Field>
      <Field noMargin label={t('reports.day', 'A day of it')} htmlFor={`${id}-day`}>
        <DayInput
          id={`${id}-day`}
          max={today}
          value={shown}
          onChange={(value) => ask({ day: value, again: undefined })}
        />
      </Field>
      <Stack direction="row" gap={1}>
        <Button
          variant="secondary"
          icon="angle-left"
          onClick={() => ask({ day: moved(shown, period, -1), again: undefined })}
        >
          {t('reports.before', 'Before')}
        </Button>
        <Button
          variant="secondary"
          icon="angle-right"
          disabled={firstOf(next, period) > today}
          onClick={() => ask({ day: later, again: undefined })}
        >
          {t('reports.after', 'After')}
        </Button>
      </Stack>
    </Stack>
  );
}

/** Nothing was measured before: it is the year 2 or 20 of somebody who types 2026. */
const earliest = '2000-01-01';

/** A day that is typed part by part passes through others, and through none: only a whole one is taken over. */
function DayInput({
  id,
  max,
  value,
  onChange,
}: {
  id: string;
  max: string;
  value: string;
  onChange: (day: string) => void;
}) {
  const [typed, setTyped] = useTyped(value);
  const type = (day: string) => {
    setTyped(day);
    if (day >= earliest && day <= max) {
      onChange(day);
    }
  };
  return (
    <Input
      id={id}
      type="date"
      width={20}
      min={earliest}
      max={max}
      value={typed}
      onChange={({ currentTarget }) => type(currentTarget.value)}
      onBlur={() => setTyped(value)}
    />
  );
}
