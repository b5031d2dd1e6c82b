// What does a person say of operations of their own? Metric, matchers, labels; the rest has defaults.
import { Collapse, Field, Input, Stack } from '@grafana/ui';
import { type ComponentProps, useId, useState } from 'react';
import { Combobox } from '../../components/Combobox';
import { t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { type System } from '../../datasource/resources';
import { askResource } from '../datasources';
import { type Draft, emptyDraft, has, isGauge, leastOf, mayCount, systemName } from './definition';
import { FinePoints } from './FinePoints';
import { LabelChoice } from './LabelChoice';
import { GaugeField, MetricField, UnitField } from './MetricFields';
import { type Check } from './requests';

export interface FormProps {
  draft: Draft;
  check: Check | undefined;
  onChange: (changes: Partial<Draft>) => void;
}

const fine = ['name', 'direction', 'across', 'errors', 'ended', 'count', 'minRequests'] as const;

export function DraftForm({ uid, ...form }: FormProps & { uid: string }) {
  const { draft, check, onChange } = form;
  const [more, setMore] = useState(fine.some((field) => draft[field] !== emptyDraft[field]));
  return (
    <Stack direction="column" gap={2}>
      <TextField
        {...form}
        field="title"
        label={t('own.name', 'Name')}
        placeholder={t('own.nameExample', 'Checkout requests')}
      />
      <SystemField uid={uid} {...form} />
      <MetricField uid={uid} {...form} />
      {(isGauge(draft.kind) || (draft.kind === 'counter' && check && mayCount(check))) && <GaugeField {...form} />}
      <UnitField {...form} />
      <TextField
        {...form}
        field="selector"
        label={t('own.selector', 'Matchers')}
        description={t('own.selectorWhy', 'Which of its series, in PromQL without braces; empty: all.')}
        placeholder={'job="shop",code!~"5.."'}
      />
      <LabelChoice
        labels={check?.labels ?? []}
        chosen={draft.by}
        error={check?.errors.by}
        onChange={(by) => onChange({ by })}
      />
      <Collapse label={t('own.fine', 'Fine points')} isOpen={more} onToggle={setMore}>
        <FinePoints {...form} />
      </Collapse>
    </Stack>
  );
}

interface TextProps extends FormProps {
  field: 'title' | 'selector' | 'name' | 'errors' | 'count' | 'ended' | 'minRequests';
  label: string;
  description?: string;
  placeholder?: string;
}

/** What the back end is not asked, because it cannot be sent. */
export function wrongIn({ kind, minRequests }: Draft): Partial<Record<keyof Draft, string>> {
  return !has(kind, 'minRequests') || minRequests.trim() === '' || leastOf(minRequests) !== undefined
    ? {}
    : { minRequests: t('own.minRequestsWrong', 'Write a whole number above 0, without separators') };
}

export function TextField({ draft, check, onChange, field, label, description, placeholder }: TextProps) {
  const id = useId();
  // An empty field is not wrong yet.
  const error = draft[field] === '' ? undefined : (wrongIn(draft)[field] ?? check?.errors[field]);
  return (
    <FieldOf label={label} description={description} id={id} error={draft.metric === '' ? undefined : error}>
      <Input
        id={id}
        value={draft[field]}
        placeholder={placeholder}
        maxLength={field === 'title' ? 200 : undefined}
        onChange={({ currentTarget }) => onChange({ [field]: currentTarget.value })}
      />
    </FieldOf>
  );
}

export function FieldOf({
  id,
  error,
  children,
  ...rest
}: { id: string; error: string | undefined } & Pick<
  ComponentProps<typeof Field>,
  'label' | 'description' | 'children'
>) {
  return (
    <Field noMargin htmlFor={id} invalid={error !== undefined} error={error} {...rest}>
      {children}
    </Field>
  );
}

function SystemField({ uid, draft, check, onChange }: FormProps & { uid: string }) {
  const id = useId();
  const systems = useAnswer(`systems of ${uid}`, () => askResource<System[]>(uid, 'systems'));
  const known = (systems.value ?? []).map(({ name, title }) => ({ value: name, label: title }));
  const own = draft.system !== '' && !known.some(({ value }) => value === draft.system);
  const options = own
    ? [
        {
          value: draft.system,
          label: draft.systemTitle || draft.system,
          description: t('own.newSystem', 'a new system'),
        },
        ...known,
      ]
    : known;
  return (
    <FieldOf
      id={id}
      label={t('own.system', 'System')}
      description={t('own.systemWhy', 'Where the operations are listed. One of yours, or a new name.')}
      error={draft.system === '' ? undefined : check?.errors.system}
    >
      <Combobox
        id={id}
        createCustomValue
        options={options}
        value={draft.system === '' ? null : draft.system}
        placeholder={t('own.systemExample', 'Choose, or write a new name')}
        onChange={({ value }) => {
          const title = value.trim();
          const isKnown = known.some((one) => one.value === value);
          const system = isKnown ? value : systemName(title);
          onChange({ system, systemTitle: isKnown || system === title ? '' : title });
        }}
      />
    </FieldOf>
  );
}
