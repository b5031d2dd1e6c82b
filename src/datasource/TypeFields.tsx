// What else does a query of this type need to know? Only its own fields.
import { EditorField, EditorSwitch } from '@grafana/plugin-ui';
import { Input, MultiCombobox, RadioButtonGroup } from '@grafana/ui';
import { Combobox } from '../components/Combobox';
import { t } from '../components/text';
import {
  type Answer,
  breakerAnswers,
  conversionAnswers,
  deviationChoices,
  isOfDrift,
  kindChoices,
  modeChoices,
  signalChoices,
  violatedSignalChoices,
  sortChoices,
  statChoices,
  tableChoices,
  targetAnswers,
} from './choices';
import { type Choice } from './queries';
import { CompareFields, ForecastFields } from './TableFields';
import {
  type BreakersQuery,
  type ConversionsQuery,
  type DeviationQuery,
  type Query,
  type SeriesQuery,
  type TableQuery,
  type TargetsQuery,
} from './types';
import { whenLeft } from './whenLeft';

interface Props<Q> {
  id: string;
  query: Q;
  onChange: (query: Q) => void;
}

export function TypeFields({ query, ...rest }: Props<Query>) {
  switch (query.queryType) {
    case 'series':
      return <Series query={query} {...rest} />;
    case 'deviation':
      return <Deviation query={query} {...rest} />;
    case 'targets':
      return <Targets query={query} {...rest} />;
    case 'conversions':
      return <AnswerField query={query} answers={conversionAnswers()} {...rest} />;
    case 'breakers':
      return <Breakers query={query} {...rest} />;
    case 'table':
      return <Table query={query} {...rest} />;
    case 'annotations': {
      const { onChange, id } = rest;
      return (
        <Pick
          id={`${id}-kind`}
          label={t('field.kind', 'Marks')}
          options={kindChoices()}
          value={query.kind ?? 'violation'}
          onChange={(kind) => onChange({ ...query, kind })}
        />
      );
    }
    default:
      return null;
  }
}

function Series({ id, query, onChange }: Props<SeriesQuery>) {
  return (
    <>
      <Pick
        id={`${id}-stat`}
        label={t('field.stat', 'Measure')}
        options={statChoices()}
        value={query.stat ?? 'p95'}
        onChange={(stat) => onChange({ ...query, stat })}
      />
      <EditorField label={t('field.band', 'Band of what is normal')} htmlFor={`${id}-band`}>
        <EditorSwitch
          id={`${id}-band`}
          value={query.band ?? false}
          onChange={({ currentTarget }) => onChange({ ...query, band: currentTarget.checked })}
        />
      </EditorField>
    </>
  );
}

function Deviation({ id, query, onChange }: Props<DeviationQuery>) {
  const { signal = 'latency', measure = 'ratio', mode = 'fast' } = query;
  const drifts = mode === 'drift';
  return (
    <>
      <EditorField label={t('field.signal', 'Signal')}>
        <RadioButtonGroup
          aria-label={t('field.signal', 'Signal')}
          options={signalChoices()}
          value={signal}
          onChange={(chosen) => onChange({ ...query, signal: chosen, ...(chosen !== 'latency' && drifts && fast) })}
        />
      </EditorField>
      {/* Only latency drifts; what a file asks for all the same is shown, so that it can be taken back. */}
      {(signal === 'latency' || drifts) && (
        <EditorField label={t('field.mode', 'Of')}>
          <RadioButtonGroup
            aria-label={t('field.mode', 'Of')}
            options={modeChoices()}
            value={mode}
            onChange={(chosen) =>
              onChange({
                ...query,
                mode: chosen,
                measure: chosen === 'drift' && !isOfDrift(measure) ? 'ratio' : measure,
              })
            }
          />
        </EditorField>
      )}
      <Pick
        id={`${id}-measure`}
        label={t('field.measure', 'Number')}
        options={deviationChoices().filter(({ value }) => !drifts || isOfDrift(value))}
        value={measure}
        onChange={(chosen) => onChange({ ...query, measure: chosen })}
      />
    </>
  );
}

const fast: Pick<DeviationQuery, 'mode'> = { mode: 'fast' };

function Targets({ id, query, onChange }: Props<TargetsQuery>) {
  const answers = targetAnswers();
  return (
    <>
      <Pick
        id={`${id}-answer`}
        label={t('field.answer', 'Answer')}
        options={answers}
        value={query.measure || 'table'}
        onChange={(value) => onChange({ ...query, measure: answers.find((answer) => answer.value === value)?.measure })}
      />
      <Names
        id={`${id}-ids`}
        label={t('field.ids', 'Targets')}
        all={t('field.allTargets', 'All targets')}
        value={query.ids ?? []}
        onChange={(ids) => onChange({ ...query, ids })}
      />
    </>
  );
}

type Answered<Q extends ConversionsQuery | BreakersQuery> = Props<Q> & { answers: Array<Choice<string> & Answer<Q>> };

/** A table for people, series for graphs or a number for alert rules. */
function AnswerField<Q extends ConversionsQuery | BreakersQuery>({ id, query, answers, onChange }: Answered<Q>) {
  const value = query.measure || (query.format === 'timeseries' ? 'series' : 'table');
  const choose = (chosen: string) => {
    const answer = answers.find((candidate) => candidate.value === chosen);
    onChange({ ...query, measure: answer?.measure, format: answer?.format });
  };
  return (
    <Pick id={`${id}-answer`} label={t('field.answer', 'Answer')} options={answers} value={value} onChange={choose} />
  );
}

function Breakers({ id, query, onChange }: Props<BreakersQuery>) {
  return (
    <>
      <AnswerField id={id} query={query} answers={breakerAnswers()} onChange={onChange} />
      <Names
        id={`${id}-components`}
        label={t('field.components', 'Components')}
        all={t('field.allComponents', 'All components')}
        value={query.components ?? []}
        onChange={(components) => onChange({ ...query, components })}
      />
    </>
  );
}

function Table({ id, query, onChange }: Props<TableQuery>) {
  return (
    <>
      <Pick
        id={`${id}-table`}
        label={t('field.table', 'Table')}
        options={tableChoices()}
        value={query.table}
        onChange={(table) => onChange({ ...query, table })}
      />
      {query.table === 'operations' && (
        <Pick
          id={`${id}-sort`}
          label={t('field.sort', 'First')}
          options={sortChoices()}
          value={query.sort ?? 'slowest'}
          onChange={(sort) => onChange({ ...query, sort })}
        />
      )}
      {query.table === 'violations' && (
        <EditorField label={t('field.signal', 'Signal')}>
          <RadioButtonGroup
            aria-label={t('field.signal', 'Signal')}
            options={violatedSignalChoices()}
            value={query.signal ?? ''}
            onChange={(signal) => onChange({ ...query, signal })}
          />
        </EditorField>
      )}
      {query.table === 'compare' && <CompareFields id={id} query={query} onChange={onChange} />}
      {query.table === 'forecast' && <ForecastFields id={id} query={query} onChange={onChange} />}
      <EditorField
        label={t('field.limit', 'Rows')}
        tooltip={t('field.limitWhy', '0 means all.')}
        htmlFor={`${id}-limit`}
      >
        <Input
          key={query.limit}
          id={`${id}-limit`}
          type="number"
          min={0}
          width={10}
          defaultValue={query.limit ?? 0}
          onBlur={whenLeft(query.limit ?? 0, rowsIn, (limit) => onChange({ ...query, limit }))}
        />
      </EditorField>
    </>
  );
}

const rowsIn = (typed: string) => Math.max(0, Math.round(Number(typed) || 0));

interface PickProps<T extends string> {
  id: string;
  label: string;
  options: Array<Choice<T>>;
  value: T;
  onChange: (value: T) => void;
}

function Pick<T extends string>({ id, label, options, value, onChange }: PickProps<T>) {
  // A choice of a provisioned query that this version does not know stays visible.
  const shown = options.some((option) => option.value === value) ? options : [...options, { value, label: value }];
  return (
    <EditorField label={label} htmlFor={id} width={20}>
      <Combobox id={id} options={shown} value={value} onChange={(option) => onChange(option.value)} />
    </EditorField>
  );
}

interface NamesProps {
  id: string;
  label: string;
  all: string;
  value: string[];
  onChange: (value: string[]) => void;
}

function Names({ id, label, all, value, onChange }: NamesProps) {
  return (
    <EditorField label={label} htmlFor={id} width={30} optional>
      <MultiCombobox
        id={id}
        options={value.map((name) => ({ value: name }))}
        value={value}
        placeholder={all}
        createCustomValue
        onChange={(chosen) => onChange(chosen.map((option) => option.value))}
      />
    </EditorField>
  );
}
