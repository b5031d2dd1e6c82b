// Only what has labels that meet conditions: a list of label, operator and value.
import { EditorField } from '@grafana/plugin-ui';
import { Button, Input, Stack } from '@grafana/ui';
import { type SyntheticEvent, useId, useRef, useState } from 'react';
import { Combobox } from '../components/Combobox';
import { HiddenLabel } from '../components/HiddenLabel';
import { t } from '../components/text';
import { filtered, filtersOf } from './filters';
import { type LabelMatcher, operators } from './types';

interface Condition extends LabelMatcher {
  /** It came with the query, and is about operations that have or lack the label: no value is to come. */
  onEmptiness?: boolean;
}

interface Props {
  value: LabelMatcher[];
  onChange: (filters: LabelMatcher[]) => void;
}

export function LabelFilters({ value, onChange }: Props) {
  // Conditions keep their places while they are typed; the query gets them when they are whole.
  const [filters, setFilters] = useState(() => conditionsOf(value));
  const add = useRef<HTMLButtonElement>(null);
  const written = JSON.stringify(value);
  const [known, setKnown] = useState(written);
  if (written !== known) {
    // Another query in the place of this one: Explore's history, or the browser's way back.
    setKnown(written);
    if (written !== JSON.stringify(asWritten(filters))) {
      setFilters(conditionsOf(value));
    }
  }
  const tell = (next: Condition[]) => {
    const whole = asWritten(next);
    if (JSON.stringify(whole) !== written) {
      onChange(whole);
    }
  };
  const become = (next: Condition[]) => {
    setFilters(next);
    tell(next);
  };
  const remove = (index: number) => {
    become(filters.filter((_, place) => place !== index));
    // The button that had the focus is gone, or has become that of the next condition.
    add.current?.focus();
  };
  const at = (index: number, next: Condition) => filters.map((other, place) => (place === index ? next : other));
  return (
    <EditorField
      label={t('editor.labels', 'Labels')}
      tooltip={t(
        'editor.labelsWhy',
        'Only operations, targets or breakers whose labels meet all of these. =~ and !~ take a regular expression for the whole value; a variable with several values means any of them.'
      )}
      optional
    >
      <Stack gap={1} wrap="wrap">
        {filters.map((filter, index) => (
          <LabelFilter
            key={index}
            filter={filter}
            onTyped={(next) => setFilters(at(index, next))}
            onChosen={(next) => become(at(index, next))}
            onDone={() => tell(filters)}
            onRemove={() => remove(index)}
          />
        ))}
        <Button
          ref={add}
          aria-label={t('editor.addLabel', 'Add label')}
          icon="plus"
          variant="secondary"
          onClick={() => setFilters([...filters, { label: '', operator: '=', value: '' }])}
        />
      </Stack>
    </EditorField>
  );
}

const conditionsOf = (filters: LabelMatcher[]): Condition[] =>
  filters.map((filter) => ({ ...filter, onEmptiness: filter.value === '' }));

/** Those that are whole, in the order in which a query has them. */
const asWritten = (filters: Condition[]) =>
  filtersOf(
    filtered(
      filters
        .filter(({ label, value, onEmptiness }) => label && (value || onEmptiness))
        .map(({ label, operator, value }) => ({ label, operator, value }))
    )
  );

interface FilterProps {
  filter: Condition;
  onTyped: (filter: Condition) => void;
  onChosen: (filter: Condition) => void;
  onDone: () => void;
  onRemove: () => void;
}

function LabelFilter({ filter, onTyped, onChosen, onDone, onRemove }: FilterProps) {
  const id = useId();
  const before = useRef('');
  // Walking through with Tab must not make a saved query a changed one.
  const whenTyped = {
    onFocus: ({ currentTarget }: SyntheticEvent<HTMLInputElement>) => (before.current = currentTarget.value),
    onBlur: ({ currentTarget }: SyntheticEvent<HTMLInputElement>) => currentTarget.value === before.current || onDone(),
  };
  return (
    <Stack gap={0}>
      <Input
        aria-label={t('editor.labelName', 'Label')}
        placeholder={t('editor.labelName', 'Label')}
        width={16}
        value={filter.label}
        onChange={({ currentTarget }) => onTyped({ ...filter, label: currentTarget.value })}
        {...whenTyped}
      />
      <HiddenLabel id={`${id}-operator`} text={t('editor.operator', 'Operator')} />
      <Combobox
        aria-labelledby={`${id}-operator`}
        width={8}
        options={operators.map((value) => ({ value, label: value }))}
        value={filter.operator}
        onChange={({ value }) => onChosen({ ...filter, operator: value })}
      />
      <Input
        aria-label={t('editor.labelValue', 'Value')}
        placeholder={t('editor.labelValue', 'Value')}
        width={20}
        value={filter.value}
        onChange={({ currentTarget }) => onTyped({ ...filter, value: currentTarget.value })}
        {...whenTyped}
      />
      <Button
        aria-label={t('editor.removeLabel', 'Remove label {{name}}', { name: filter.label })}
        icon="times"
        variant="secondary"
        onClick={onRemove}
      />
    </Stack>
  );
}
