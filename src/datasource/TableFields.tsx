// What is compared with what, and how far is looked ahead? The fields of the tables compare and forecast.
import { EditorField } from '@grafana/plugin-ui';
import { Input, RadioButtonGroup } from '@grafana/ui';
import { t } from '../components/text';
import { type TableQuery } from './types';
import { whenLeft } from './whenLeft';

interface Props {
  id: string;
  query: TableQuery;
  onChange: (query: TableQuery) => void;
}

/** A deployment by its name, or two sides; one takes the place of the other. */
export function CompareFields({ id, query, onChange }: Props) {
  return (
    <>
      <Word
        id={`${id}-deployment`}
        label={t('field.deployment', 'Deployment')}
        why={t('field.deploymentWhy', 'A version: the time after it against the time before it.')}
        placeholder="1.3.0"
        value={query.deployment}
        onChange={(deployment) => onChange({ ...query, deployment, baseline: undefined, current: undefined })}
      />
      {!query.deployment && (
        <>
          <Word
            id={`${id}-current`}
            label={t('field.current', 'Compare')}
            why={t(
              'field.currentWhy',
              'A run, a day (2006-01-02), a stretch (FROM/TO), after:VERSION; empty: the time range.'
            )}
            placeholder={t('field.currentEmpty', 'the time range')}
            value={query.current}
            onChange={(current) => onChange({ ...query, current })}
          />
          <Word
            id={`${id}-baseline`}
            label={t('field.baseline', 'With')}
            why={t(
              'field.baselineWhy',
              'As long a time so much earlier (1d, 7d), or one of the same words, or baseline.'
            )}
            placeholder="7d"
            value={query.baseline}
            onChange={(baseline) => onChange({ ...query, baseline })}
          />
        </>
      )}
    </>
  );
}

const usualDays = 28;
const mostDays = 400;
const daysAhead = (typed: string) => Math.min(mostDays, Math.max(1, Math.round(Number(typed) || usualDays)));

export function ForecastFields({ id, query, onChange }: Props) {
  const ahead = query.ahead || usualDays;
  return (
    <>
      <EditorField label={t('field.ahead', 'Days ahead')} htmlFor={`${id}-ahead`}>
        <Input
          key={ahead}
          id={`${id}-ahead`}
          type="number"
          min={1}
          max={mostDays}
          width={10}
          defaultValue={ahead}
          onBlur={whenLeft(ahead, daysAhead, (days) => onChange({ ...query, ahead: days }))}
        />
      </EditorField>
      <EditorField
        label={t('field.as', 'As')}
        tooltip={t(
          'field.asWhy',
          'Bands lie in the future: let the time range of the panel end there, such as now+28d.'
        )}
      >
        <RadioButtonGroup<NonNullable<TableQuery['format']>>
          aria-label={t('field.as', 'As')}
          options={[
            { value: 'table', label: t('field.asTable', 'Table') },
            { value: 'timeseries', label: t('field.asBands', 'Series with bands') },
          ]}
          value={query.format || 'table'}
          onChange={(format) => onChange({ ...query, format })}
        />
      </EditorField>
    </>
  );
}

interface WordProps {
  id: string;
  label: string;
  why: string;
  placeholder: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

function Word({ id, label, why, placeholder, value, onChange }: WordProps) {
  return (
    <EditorField label={label} tooltip={why} htmlFor={id} width={25}>
      <Input
        key={value}
        id={id}
        defaultValue={value}
        placeholder={placeholder}
        onBlur={whenLeft(value || undefined, (typed) => typed.trim() || undefined, onChange)}
      />
    </EditorField>
  );
}
