// Of which system, which operations, with which labels? Chosen from what the back end knows.
import { EditorField } from '@grafana/plugin-ui';
import { getTemplateSrv } from '@grafana/runtime';
import { type ComboboxOption, MultiCombobox } from '@grafana/ui';
import { Combobox } from '../components/Combobox';
import { t } from '../components/text';
import { useAnswer } from '../components/useAnswer';
import { type DataSource } from './DataSource';

interface Props {
  id: string;
  datasource: DataSource;
}

/** A variable of the dashboard is a choice like any other. */
function variableOptions(): ComboboxOption[] {
  return getTemplateSrv()
    .getVariables()
    .map(({ name }) => ({ value: `$${name}`, description: t('editor.variable', 'Variable of the dashboard') }));
}

export function SystemField({
  id,
  datasource,
  value,
  onChange,
}: Props & { value: string; onChange: (system: string) => void }) {
  const systems = useAnswer('systems', () => datasource.listSystems());
  const known = (systems.value ?? []).map((system) => ({
    value: system.name,
    label: system.title,
    description: system.found ? undefined : t('editor.notFound', 'Nothing of it is in this Prometheus'),
  }));
  const options = [{ value: '', label: t('editor.allSystems', 'All systems') }, ...known, ...variableOptions()];
  return (
    <EditorField
      label={t('editor.system', 'System')}
      htmlFor={id}
      error={systems.error}
      invalid={systems.error !== undefined}
      width={25}
    >
      <Combobox
        id={id}
        options={withChosen(options, [value])}
        value={value}
        createCustomValue
        onChange={(option) => onChange(option.value)}
      />
    </EditorField>
  );
}

export function OperationsField({
  id,
  datasource,
  system,
  value,
  onChange,
}: Props & { system: string; value: string[]; onChange: (operations: string[]) => void }) {
  const operations = useAnswer(`operations of ${datasource.onlyValue(system)}`, () =>
    datasource.listOperations(system)
  );
  const names = [...new Set((operations.value ?? []).map((operation) => operation.name))].sort();
  const options = [...variableOptions(), ...names.map((name): ComboboxOption => ({ value: name }))];
  return (
    <EditorField
      label={t('editor.operations', 'Operations')}
      htmlFor={id}
      error={operations.error}
      invalid={operations.error !== undefined}
      width={40}
    >
      <MultiCombobox
        id={id}
        options={withChosen(options, value)}
        value={value}
        // Not as `loading`: Grafana 12.3's icon of it can stay when the answer comes quickly.
        placeholder={
          operations.loading ? t('editor.loading', 'Loading …') : t('editor.allOperations', 'All operations')
        }
        createCustomValue
        enableAllOption={false}
        onChange={(chosen) => onChange(chosen.map((option) => option.value))}
      />
    </EditorField>
  );
}

/** What a query already holds stays choosable, even where the back end does not know it. */
function withChosen(options: ComboboxOption[], chosen: string[]): ComboboxOption[] {
  const missing = chosen.filter((value) => !options.some((option) => option.value === value));
  return [...options, ...missing.map((value) => ({ value }))];
}
