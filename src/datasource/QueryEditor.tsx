// What do you want to see? The type in words, the operations from a list, and only the fields of that type.
import { css } from '@emotion/css';
import { CoreApp, type GrafanaTheme2, type PanelData, type QueryEditorProps } from '@grafana/data';
import { EditorField, EditorRow, EditorRows } from '@grafana/plugin-ui';
import { useStyles2 } from '@grafana/ui';
import { useEffect, useId } from 'react';
import { Combobox } from '../components/Combobox';
import { t } from '../components/text';
import { unpacked } from './carried';
import { type DataSource } from './DataSource';
import { filtered, filtersOf } from './filters';
import { LabelFilters } from './LabelFilters';
import { OperationsField, SystemField } from './OperationFields';
import { defaultQuery, queryTypeChoices, withType } from './queries';
import { TypeFields } from './TypeFields';
import { type Query, type QueryType, queryTypes, type Settings } from './types';

/** Targets and breakers are not operations; labels they have, too. */
const aboutOperations: QueryType[] = ['series', 'deviation', 'baseline', 'conversions', 'table', 'annotations'];

export default function QueryEditor(props: QueryEditorProps<DataSource, Query, Settings>) {
  const { app, datasource, onRunQuery } = props;
  const styles = useStyles2(getStyles);
  const id = useId();
  const query = withDefaults(unpacked(props.query), defaultQuery(app));
  const change = (next: Query) => {
    props.onChange(next);
    onRunQuery();
  };
  useEffect(() => {
    if (query !== props.query) {
      change(query);
    } else if (app === CoreApp.PanelEditor && !wasAsked(query, datasource, props.data)) {
      onRunQuery();
    }
    // Once, for a query that came without a type or in another one, or that a new panel began with: Grafana does not run that one.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const types = queryTypeChoices();
  const operations = aboutOperations.includes(query.queryType);
  return (
    <EditorRows>
      <EditorRow>
        <EditorField label={t('editor.type', 'Show')} htmlFor={`${id}-type`} width={25}>
          <Combobox
            id={`${id}-type`}
            options={types}
            value={query.queryType}
            onChange={({ value }) => change(withType(query, value))}
          />
        </EditorField>
        <p className={styles.why}>{types.find(({ value }) => value === query.queryType)?.description}</p>
      </EditorRow>
      <EditorRow>
        <SystemField
          id={`${id}-system`}
          datasource={datasource}
          value={query.system ?? ''}
          onChange={(system) => change({ ...query, system })}
        />
        {operations && (
          <OperationsField
            id={`${id}-operations`}
            datasource={datasource}
            system={query.system ?? ''}
            value={query.operations ?? []}
            onChange={(chosen) => change({ ...query, operations: chosen })}
          />
        )}
        <TypeFields id={id} query={query} onChange={change} />
      </EditorRow>
      <EditorRow>
        <LabelFilters value={filtersOf(query)} onChange={(filters) => change({ ...query, ...filtered(filters) })} />
      </EditorRow>
    </EditorRows>
  );
}

/** A new query may have no type yet, or one that Grafana's alerting put there: it becomes what it is shown as. */
function withDefaults(query: Query, defaults: Partial<Query>): Query {
  return queryTypes.includes(query.queryType)
    ? query
    : ({ ...defaults, ...query, queryType: defaults.queryType } as Query);
}

/** Whether what the panel shows answers this query, and not one of the data source that was chosen before. */
function wasAsked({ refId }: Query, { uid }: DataSource, data: PanelData | undefined): boolean {
  return data?.request?.targets.some((asked) => asked.refId === refId && asked.datasource?.uid === uid) ?? false;
}

const getStyles = (theme: GrafanaTheme2) => ({
  why: css({ margin: 0, alignSelf: 'center', color: theme.colors.text.secondary }),
});
