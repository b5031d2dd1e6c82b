// Which dashboard? Only those that this person may change are offered, found as one types.
import { type ComboboxOption, Field } from '@grafana/ui';
import { useCallback, useId } from 'react';
import { Combobox } from '../../components/Combobox';
import { t } from '../../components/text';
import { type DashboardChoice, findDashboards } from './dashboards';

interface Props {
  chosen: DashboardChoice | undefined;
  onChoose: (dashboard: DashboardChoice) => void;
}

export function ExistingFields({ chosen, onChoose }: Props) {
  const id = useId();
  const find = useCallback(
    async (title: string): Promise<ComboboxOption[]> =>
      (await findDashboards(title)).map((one) => ({ value: one.uid, label: one.title, description: one.folder })),
    []
  );
  return (
    <Field
      noMargin
      label={t('add.dashboard', 'Dashboard')}
      description={t(
        'add.dashboardWhy',
        'Those that you may change. The panel comes last; all others stay as they are.'
      )}
      htmlFor={id}
    >
      <Combobox
        id={id}
        options={find}
        value={chosen ? { value: chosen.uid, label: chosen.title } : null}
        placeholder={t('add.choose', 'Choose a dashboard')}
        onChange={({ value, label }) => onChoose({ uid: value, title: label ?? value })}
      />
    </Field>
  );
}
