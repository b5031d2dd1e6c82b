// Which metric is it, what does it measure, and in which unit? Guessed by its name until somebody chooses.
import { RadioButtonGroup } from '@grafana/ui';
import { useId } from 'react';
import { Combobox } from '../../components/Combobox';
import { t } from '../../components/text';
import { mayCount } from './definition';
import { FieldOf, type FormProps } from './DraftForm';
import { findMetrics, type Metric } from './requests';
import { unitsOf } from './units';

/** What there is is offered while the name is written; a metric that is not there yet can be written too. */
export function MetricField({ uid, draft: { metric }, check, onChange }: FormProps & { uid: string }) {
  const id = useId();
  return (
    <FieldOf
      id={id}
      label={t('own.metric', 'Metric')}
      description={t(
        'own.metricWhy',
        'A histogram, classic or native, a summary, a gauge or a counter; by its base name.'
      )}
      error={metric === '' ? undefined : check?.errors.metric}
    >
      <Combobox
        id={id}
        placeholder={t('own.metricExample', 'Words of its name, such as request duration')}
        options={(search: string) => offered(uid, search.trim())}
        value={metric === '' ? null : metric}
        onChange={({ value }) => onChange({ metric: value.trim() })}
      />
    </FieldOf>
  );
}

/** Where none can be asked for the name stands alone: the check says why. */
async function offered(uid: string, search: string) {
  const found = await findMetrics(uid, search).catch((): Metric[] => []);
  const all = found.map(({ name, kind }) => ({
    value: name,
    label: name,
    description: kind === '' ? undefined : kindWord(kind),
  }));
  const isName = search !== '' && !/\s/.test(search) && !found.some(({ name }) => name === search);
  // Last: who writes a part of a name means a metric that there is.
  return isName
    ? [...all, { value: search, label: search, description: t('own.notThere', 'no metric that is there now') }]
    : all;
}

const kindWord = (kind: Exclude<Metric['kind'], ''>) =>
  ({
    histogram: t('own.kindHistogram', 'histogram'),
    summary: t('own.kindSummary', 'summary'),
    counter: t('own.kindCounter', 'counter'),
  })[kind];

/** Only for a gauge, and for what may be one: of other types it is known. */
export function GaugeField({ draft, check, onChange }: FormProps) {
  const id = useId();
  return (
    <FieldOf id={id} label={t('own.tells', 'What the gauge tells')} error={check?.errors.kind}>
      <RadioButtonGroup<'level' | 'gauge' | 'counter'>
        id={id}
        aria-label={t('own.tells', 'What the gauge tells')}
        options={[
          { value: 'level', label: t('own.tellsLevel', 'its value at any time') },
          { value: 'gauge', label: t('own.tellsRun', 'how long the last run took') },
          ...(check && mayCount(check)
            ? [{ value: 'counter' as const, label: t('own.tellsCount', 'a count, which rises') }]
            : []),
        ]}
        value={draft.kind === 'level' || draft.kind === 'counter' ? draft.kind : 'gauge'}
        onChange={(kind) => onChange({ kind })}
      />
    </FieldOf>
  );
}

export function UnitField({ draft: { kind, unit }, check, onChange }: FormProps) {
  const id = useId();
  const known = unitsOf(kind);
  const options = known.some(({ value }) => value === unit) ? known : [{ value: unit, label: unit }, ...known];
  return (
    <FieldOf
      id={id}
      label={kind === 'counter' ? t('own.unitOfRate', 'Unit of its rate') : t('own.unit', 'Unit of the metric')}
      description={
        kind === 'gauge'
          ? undefined
          : t('own.unitWhy', "One of these, the id of another of Grafana's units, or a word.")
      }
      error={check?.errors.unit}
    >
      <Combobox
        id={id}
        createCustomValue={kind !== 'gauge'}
        options={options}
        value={unit}
        onChange={({ value }) => onChange({ unit: value.trim() })}
      />
    </FieldOf>
  );
}
