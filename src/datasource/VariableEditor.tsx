// Whose names shall the variable offer: systems, operations, or the values of a label?
import { type QueryEditorProps } from '@grafana/data';
import { EditorField, EditorRow } from '@grafana/plugin-ui';
import { Input, RadioButtonGroup } from '@grafana/ui';
import { useId } from 'react';
import { t } from '../components/text';
import { type DataSource } from './DataSource';
import { SystemField } from './OperationFields';
import { type Choice } from './queries';
import { type Query, type Settings, type VariableQuery } from './types';
import { trimmed, whenLeft } from './whenLeft';

export default function VariableEditor({
  query,
  datasource,
  onChange,
}: QueryEditorProps<DataSource, Query, Settings, VariableQuery>) {
  const id = useId();
  const kind = query.kind ?? 'systems';
  const change = (next: Partial<VariableQuery>) => onChange({ ...query, refId: 'variable', kind, ...next });
  return (
    <EditorRow>
      <EditorField label={t('variable.kind', 'Values')}>
        <RadioButtonGroup
          aria-label={t('variable.kind', 'Values')}
          options={kinds()}
          value={kind}
          onChange={(chosen) => change({ kind: chosen })}
        />
      </EditorField>
      {kind !== 'systems' && (
        <SystemField
          id={`${id}-system`}
          datasource={datasource}
          value={query.system ?? ''}
          onChange={(system) => change({ system })}
        />
      )}
      {kind === 'labels' && (
        <EditorField label={t('variable.label', 'Label')} htmlFor={`${id}-label`}>
          <Input
            id={`${id}-label`}
            defaultValue={query.label ?? ''}
            placeholder="component"
            onBlur={whenLeft(query.label ?? '', trimmed, (label) => change({ label }))}
          />
        </EditorField>
      )}
    </EditorRow>
  );
}

const kinds = (): Array<Choice<VariableQuery['kind']>> => [
  { value: 'systems', label: t('variable.systems', 'Systems') },
  { value: 'operations', label: t('variable.operations', 'Operations') },
  { value: 'labels', label: t('variable.labels', 'Values of a label') },
];
