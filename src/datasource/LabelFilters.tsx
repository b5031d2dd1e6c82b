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
  const [pairs, setPairs] = useState(() => pairsOf(value));
  const written = JSON.stringify(value);
  const [known, setKnown] = useState(written);
  if (written !== known) {
    // Another query in the place of this one: Explore's history, or the browser's way back.
    setKnown(written);
    if (written !== JSON.stringify(labelsOf(pairs))) {
      setPairs(pairsOf(value));
    }
  }
  const tell = (next: Pair[]) => {
    const labels = labelsOf(next);
    if (JSON.stringify(labels) !== written) {
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

const pairsOf = (labels: Record<string, string>): Pair[] =>
  Object.entries(labels).map(([name, value]) => ({ name, value }));

/** Of those that are whole. */
const labelsOf = (pairs: Pair[]): Record<string, string> =>
  Object.fromEntries(pairs.filter(({ name, value }) => name && value).map(({ name, value }) => [name, value]));

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
