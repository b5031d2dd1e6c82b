// How does Grafana talk to the data source? Queries and resources go to its back end; variables are replaced here.
import {
  type AdHocVariableFilter,
  type AnnotationQuery,
  type CoreApp,
  type DataSourceGetTagValuesOptions,
  type DataSourceInstanceSettings,
  type MetricFindValue,
  type ScopedVars,
} from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import { type Operation, type System, type VariableValue } from './resources';
import { defaultQuery } from './queries';
import { queryText } from './queryText';
import { type Query, queryTypes, type Settings, type VariableQuery } from './types';
import { interpolate, onlyValue } from './variables';
import { VariableSupport } from './VariableSupport';

export class DataSource extends DataSourceWithBackend<Query, Settings> {
  private readonly answers = new Map<string, Promise<unknown>>();

  constructor(
    settings: DataSourceInstanceSettings<Settings>,
    private readonly templates: TemplateSrv = getTemplateSrv()
  ) {
    super(settings);
    this.variables = new VariableSupport(this);
    this.annotations = {
      getDefaultQuery: () => ({ queryType: 'annotations', kind: 'violation' }),
      prepareAnnotation,
    };
  }

  override getDefaultQuery(app: CoreApp): Partial<Query> {
    return defaultQuery(app);
  }

  override getQueryDisplayText(query: Query): string {
    return queryText(query);
  }

  override filterQuery(query: Query): boolean {
    return !query.hide && queryTypes.includes(query.queryType);
  }

  override applyTemplateVariables(query: Query, scopedVars: ScopedVars, filters?: AdHocVariableFilter[]): Query {
    return interpolate(query, this.templates.replace.bind(this.templates), scopedVars, filters);
  }

  /** Of what a dashboard's filters choose: the labels of operations. */
  override async getTagKeys(): Promise<MetricFindValue[]> {
    const operations = await this.listOperations();
    return distinct(operations.flatMap(({ labels }) => Object.keys(labels)));
  }

  override async getTagValues({ key }: DataSourceGetTagValuesOptions<Query>): Promise<MetricFindValue[]> {
    const operations = await this.listOperations();
    return distinct(operations.flatMap(({ labels }) => labels[key] ?? []));
  }

  /** The values of a template variable, in the ways that Grafana asks for them. */
  override async metricFindQuery(
    query: VariableQuery,
    options?: { scopedVars?: ScopedVars }
  ): Promise<MetricFindValue[]> {
    const replaced = (text = '') => this.onlyValue(text, options?.scopedVars);
    const values = await this.getResource<VariableValue[]>('variables', {
      kind: query.kind,
      system: replaced(query.system),
      label: replaced(query.label),
    });
    return values.map(({ text, value }) => ({ text, value }));
  }

  listSystems(): Promise<System[]> {
    return this.once('systems', () => this.getResource<System[]>('systems'));
  }

  /** Of one system, or of all; several that a variable stands for are all of them. */
  listOperations(system = ''): Promise<Operation[]> {
    const name = this.onlyValue(system);
    return this.once(`operations/${name}`, () => this.getResource<Operation[]>('operations', { system: name }));
  }

  /** What a variable stands for now. Where only one can stand, several are all of them, as in queries. */
  onlyValue(text: string, scopedVars?: ScopedVars): string {
    return onlyValue(text, this.templates.replace.bind(this.templates), scopedVars) ?? '';
  }

  /** An editor asks again with every change; an answer is good for a minute, a failure for no time. */
  private once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.answers.get(key);
    if (known) {
      // The key says what the answer holds.
      return known as Promise<T>;
    }
    const asked = ask();
    this.answers.set(key, asked);
    const forget = () => this.answers.delete(key);
    asked.then(() => setTimeout(forget, 60_000), forget);
    return asked;
  }
}

const distinct = (texts: string[]): MetricFindValue[] => [...new Set(texts)].sort().map((text) => ({ text }));

/**
 * A query that was written as another type cannot mark anything. Where nothing is to be
 * done the very same object goes back: Grafana's editor asks again for every new one.
 */
function prepareAnnotation(annotation: AnnotationQuery<Query>): AnnotationQuery<Query> {
  const { target } = annotation;
  return target?.queryType === 'annotations'
    ? annotation
    : { ...annotation, target: { refId: 'Anno', ...target, queryType: 'annotations', kind: 'violation' } };
}
