// How did the load of a system grow, how does it go on, and in how many days does its peak reach a limit?
import { EmptyState, Field, LoadingPlaceholder, Stack, useStyles2 } from '@grafana/ui';
import { useId } from 'react';
import { Combobox } from '../../components/Combobox';
import { later } from '../../components/later';
import { getTableStyles } from '../../components/plainTable';
import { t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { type System } from '../../datasource/resources';
import { ask, type Asked, askedText } from '../address';
import { askResource, type Source } from '../datasources';
import { Failure } from '../Failure';
import { SetUpLink } from '../SetUpLink';
import { type Capacity } from './answers';
import { aheadOf, askedNumber } from './asked';
import { GrowthTable } from './GrowthTable';
import { NumberField } from './NumberField';
import { sentenceOf } from './words';

const ForecastGraph = later<{ uid: string; system: string; operation: string; ahead: number }>(
  () => import('./ForecastGraph')
);

export function LearnedGrowth({ source, asked }: { source: Source; asked: Asked }) {
  const { uid } = source;
  const answer = useAnswer(`systems of ${uid}`, () => askResource<System[]>(uid, 'systems'));
  const { value, error, loading } = answer;
  if (loading) {
    return <LoadingPlaceholder text={t('capacity.looking', 'Looking for systems …')} />;
  }
  if (error !== undefined || !value) {
    return <Failure source={source} answer={answer} />;
  }
  const here = value.filter(({ found }) => found);
  const system = askedText(asked, 'system') ?? here[0]?.name;
  if (system === undefined) {
    return (
      <EmptyState
        variant="not-found"
        message={t('capacity.noSystem', 'This Prometheus has metrics of no known system: there is no load to look at')}
        button={<SetUpLink uid={uid} />}
      />
    );
  }
  return (
    <Stack direction="column" gap={2}>
      <Numbers systems={here} system={system} asked={asked} />
      <OfSystem
        source={source}
        system={system}
        title={here.find(({ name }) => name === system)?.title ?? system}
        asked={asked}
      />
    </Stack>
  );
}

function Numbers({ systems, system, asked }: { systems: System[]; system: string; asked: Asked }) {
  const id = useId();
  return (
    <Stack direction="row" gap={2} wrap="wrap" alignItems="flex-end">
      <Field noMargin label={t('capacity.system', 'System')} htmlFor={id}>
        <Combobox
          id={id}
          width={28}
          options={systems.map(({ name, title }) => ({ value: name, label: title }))}
          value={system}
          onChange={({ value }) => ask({ system: value, operation: undefined })}
        />
      </Field>
      <NumberField
        name="limit"
        label={t('capacity.limit', 'It bears, requests/s')}
        value={askedNumber(asked, 'limit')}
      />
      <NumberField
        name="peak"
        label={t('capacity.peak', 'Peak to mean of a day')}
        placeholder="1"
        value={askedNumber(asked, 'peak')}
      />
      <NumberField
        name="perInstance"
        label={t('capacity.perInstance', 'One instance serves, requests/s')}
        value={askedNumber(asked, 'perInstance')}
      />
      <NumberField name="ahead" label={t('capacity.ahead', 'Days ahead')} value={aheadOf(asked)} />
    </Stack>
  );
}

const everything = 'all operations';

interface OfSystemProps {
  source: Source;
  system: string;
  title: string;
  asked: Asked;
}

function OfSystem({ source, system, title, asked }: OfSystemProps) {
  const styles = useStyles2(getTableStyles);
  const limit = askedNumber(asked, 'limit');
  const ahead = aheadOf(asked);
  const question = parameters({
    system,
    ahead,
    limit,
    peak: askedNumber(asked, 'peak'),
    perInstance: askedNumber(asked, 'perInstance'),
  });
  const answer = useAnswer(`capacity ${source.uid} ${JSON.stringify(question)}`, () =>
    askResource<Capacity>(source.uid, 'capacity', question)
  );
  const { value, error, loading } = answer;
  if (loading) {
    return <LoadingPlaceholder text={t('capacity.loading', 'Adding up what was learned …')} />;
  }
  if (error !== undefined || !value) {
    return <Failure source={source} answer={answer} />;
  }
  const operation = askedText(asked, 'operation') ?? everything;
  const chosen = value.series.find((one) => one.operation === operation) ?? value.series[0];
  if (chosen === undefined) {
    return (
      <EmptyState variant="not-found" message={t('capacity.none', 'No whole day of this system was learned yet')}>
        {t('capacity.noneWhy', 'A day counts when 20 hours of it were measured; a trend wants two weeks.')}
      </EmptyState>
    );
  }
  const about = chosen.operation === everything ? title : chosen.operation;
  return (
    <Stack direction="column" gap={2}>
      <p className={styles.sentence}>{sentenceOf(chosen, about, limit)}</p>
      <ForecastGraph uid={source.uid} system={system} operation={chosen.operation} ahead={ahead} />
      <GrowthTable series={value.series} chosen={chosen.operation} ahead={ahead} />
    </Stack>
  );
}

/** What is not asked is left out; 0 says nothing to the back end. */
function parameters(values: Record<string, string | number | undefined>): Record<string, string> {
  const given = Object.entries(values).filter((entry): entry is [string, string | number] => Boolean(entry[1]));
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}
