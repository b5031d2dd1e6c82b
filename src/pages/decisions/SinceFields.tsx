// Since when is the new level normal? Since a moment, or since whenever: as it was learned.
import { Field, Input, RadioButtonGroup } from '@grafana/ui';
import { useId } from 'react';
import { t } from '../../components/text';
import { momentOf } from './TypedRange';

/** Undefined for a level as it was learned. */
export function SinceFields({ value, onChange }: { value?: string; onChange: (value?: string) => void }) {
  const id = useId();
  const wrong = value !== undefined && momentOf(value) === undefined;
  return (
    <>
      <RadioButtonGroup
        aria-label={t('accept.how', 'Which level')}
        options={[
          { value: 'since', label: t('accept.since', 'What was measured since') },
          { value: 'learned', label: t('accept.learned', 'As it was learned') },
        ]}
        value={value === undefined ? 'learned' : 'since'}
        onChange={(how) => onChange(how === 'since' ? 'now-6h' : undefined)}
      />
      {value !== undefined && (
        <Field
          label={t('accept.moment', 'Since')}
          htmlFor={id}
          invalid={wrong}
          error={
            wrong && t('range.noTime', '"{{text}}" is not a time: write 2026-03-10 06:00, or now-2h.', { text: value })
          }
        >
          <Input id={id} width={26} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
        </Field>
      )}
    </>
  );
}
