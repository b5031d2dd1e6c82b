// Only operations with these labels: a list of name = value.
import { EditorField } from '@grafana/plugin-ui';
import { Button, InlineLabel, Input, Stack } from '@grafana/ui';
import { useState } from 'react';
import { t } from '../components/text';

interface Pair {
  name: string;
  value: string;
}

interface Props {
  value: Record<string, string>;
  onChange: (labels: Record<string, string>) => void;
}

export function LabelFilters({ value, onChange }: Props) {
  // Pairs keep their places while they are typed; the query gets them when they are whole.
  const [pairs, setPairs] = useState<Pair[]>(() => Object.entries(value).map(([name, of]) => ({ name, value: of })));
  const tell = (next: Pair[]) => {
    const whole = next.filter((pair) => pair.name && pair.value);
    const labels = Object.fromEntries(whole.map((pair) => [pair.name, pair.value]));
    if (JSON.stringify(labels) !== JSON.stringify(value)) {
      onChange(labels);
    }
  };
  const remove = (index: number) => {
    const next = pairs.filter((_, place) => place !== index);
    setPairs(next);
    tell(next);
  };
  return (
    <EditorField
      label={t('editor.labels', 'Labels')}
      tooltip={t(
        'editor.labelsWhy',
        'Only operations whose label has exactly this value. A variable must have one value.'
      )}
      optional
    >
      <Stack gap={1} wrap="wrap">
        {pairs.map((pair, index) => (
          <LabelPair
            key={index}
            pair={pair}
            onChange={(next) => setPairs(pairs.map((other, place) => (place === index ? next : other)))}
            onDone={() => tell(pairs)}
            onRemove={() => remove(index)}
          />
        ))}
        <Button
          aria-label={t('editor.addLabel', 'Add label')}
          icon="plus"
          variant="secondary"
          onClick={() => setPairs([...pairs, { name: '', value: '' }])}
        />
      </Stack>
    </EditorField>
  );
}

interface PairProps {
  pair: Pair;
  onChange: (pair: Pair) => void;
  onDone: () => void;
  onRemove: () => void;
}

function LabelPair({ pair, onChange, onDone, onRemove }: PairProps) {
  return (
    <Stack gap={0}>
      <Input
        aria-label={t('editor.labelName', 'Label')}
        placeholder={t('editor.labelName', 'Label')}
        width={16}
        value={pair.name}
        onChange={({ currentTarget }) => onChange({ ...pair, name: currentTarget.value })}
        onBlur={onDone}
      />
      <InlineLabel width="auto">=</InlineLabel>
      <Input
        aria-label={t('editor.labelValue', 'Value')}
        placeholder={t('editor.labelValue', 'Value')}
        width={20}
        value={pair.value}
        onChange={({ currentTarget }) => onChange({ ...pair, value: currentTarget.value })}
        onBlur={onDone}
      />
      <Button
        aria-label={t('editor.removeLabel', 'Remove label {{name}}', { name: pair.name })}
        icon="times"
        variant="secondary"
        onClick={onRemove}
      />
    </Stack>
  );
}
