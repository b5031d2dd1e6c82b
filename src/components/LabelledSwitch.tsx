// How does somebody switch a thing on? With its words beside the switch; both are clicked.
import { Stack, Switch } from '@grafana/ui';
import { useId } from 'react';

interface Props {
  label: string;
  value: boolean;
  onChange: (value: boolean) => void;
}

export function LabelledSwitch({ label, value, onChange }: Props) {
  const id = useId();
  return (
    <Stack direction="row" gap={1} alignItems="center">
      <Switch id={id} value={value} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
      <label htmlFor={id}>{label}</label>
    </Stack>
  );
}
