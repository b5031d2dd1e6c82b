import { CoreApp, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { lastValueFrom } from 'rxjs';
import { datasourceWith, operations, systems } from '../test/datasource';
import { withType } from './queries';
import { type Query, type VariableQuery } from './types';
import { type VariableSupport } from './VariableSupport';

describe('a query', () => {
  const datasource = datasourceWith({});

  test('without a type is not sent, nor one that is hidden', () => {
    expect(datasource.filterQuery({ refId: 'A' } as Query)).toBe(false);
    expect(datasource.filterQuery({ refId: 'A', queryType: 'series', hide: true })).toBe(false);
    expect(datasource.filterQuery({ refId: 'A', queryType: 'series' })).toBe(true);
  });

  test('begins as a graph with its band, and in an alert rule as a number', () => {
    expect(datasource.getDefaultQuery(CoreApp.Explore)).toEqual({ queryType: 'series', stat: 'p95', band: true });
    expect(datasource.getDefaultQuery(CoreApp.UnifiedAlerting)).toMatchObject({
      queryType: 'deviation',
      measure: 'ratio',
    });
  });

  test('is filtered by the labels that operations have', async () => {
    const of = (labels: Record<string, string>) => ({ ...operations[0]!, labels });
    const labelled = datasourceWith({
      operations: [of({ route: '/b', tool: 'x' }), of({ route: '/a' }), of({ route: '/b' })],
    });
    expect(await labelled.getTagKeys()).toEqual([{ text: 'route' }, { text: 'tool' }]);
    expect(await labelled.getTagValues({ key: 'route', filters: [] })).toEqual([{ text: '/a' }, { text: '/b' }]);
    expect(
      labelled.applyTemplateVariables({ refId: 'A', queryType: 'baseline' }, {}, [
        { key: 'route', operator: '=', value: '/a' },
      ])
    ).toMatchObject({ matchers: [{ label: 'route', operator: '=', value: '/a' }] });
  });

  test('of another type keeps its system, operations and labels, and nothing else', () => {
    const query: Query = {
      refId: 'A',
      queryType: 'series',
      stat: 'p99',
      band: false,
      system: 'kgas',
      operations: ['a'],
    };
    expect(withType(query, 'conversions')).toEqual({
      refId: 'A',
      queryType: 'conversions',
      system: 'kgas',
      operations: ['a'],
    });
  });
});

describe('an annotation', () => {
  test('is always a query for annotations, whatever it was before', () => {
    const { annotations } = datasourceWith({});
    const old = {
      name: 'x',
      enable: true,
      iconColor: 'red',
      target: { refId: 'A', queryType: 'series', system: 'kgas' },
    };
    expect(annotations?.prepareAnnotation?.(old as never)?.target).toMatchObject({
      queryType: 'annotations',
      kind: 'violation',
      system: 'kgas',
    });
  });

  test('that is right stays the very same object, or its editor would never come to rest', () => {
    const { annotations } = datasourceWith({});
    const right = {
      name: 'x',
      enable: true,
      iconColor: 'red',
      target: { refId: 'Anno', queryType: 'annotations', kind: 'baseline' },
    };
    expect(annotations?.prepareAnnotation?.(right as never)).toBe(right);
  });
});

describe('a variable', () => {
  test('offers names with their values', async () => {
    const datasource = datasourceWith({ variables: [{ text: 'KGAS', value: 'kgas' }] });
    const request = { targets: [{ refId: 'A', kind: 'systems' }] } as DataQueryRequest<VariableQuery>;
    const answer = await lastValueFrom((datasource.variables as VariableSupport).query(request));
    expect(answer.data).toEqual([{ text: 'KGAS', value: 'kgas' }]);
    expect(datasource.asked).toEqual(['variables?kind=systems&system=&label=']);
  });

  test('that was never edited has no values', async () => {
    const { variables } = datasourceWith({});
    const answer: DataQueryResponse = await lastValueFrom(
      (variables as VariableSupport).query({ targets: [] as VariableQuery[] } as DataQueryRequest<VariableQuery>)
    );
    expect(answer.data).toEqual([]);
  });
});

describe('the names for the editor', () => {
  test('are asked once, however often the editor draws', async () => {
    const datasource = datasourceWith({ systems });
    await Promise.all([datasource.listSystems(), datasource.listSystems()]);
    expect(datasource.asked).toHaveLength(1);
  });

  test('are asked again after a failure', async () => {
    const datasource = datasourceWith({ systems: new Error('unreachable') });
    await expect(datasource.listSystems()).rejects.toThrow('unreachable');
    await expect(datasource.listSystems()).rejects.toThrow('unreachable');
    expect(datasource.asked).toHaveLength(2);
  });
});

describe('where a variable stands for the system', () => {
  /** As Grafana's template service: without a format, several values are a glob. */
  const several = ['kgas', 'omninode'];
  const chosen =
    (values: string[]) => (text?: string, _?: unknown, format?: string | ((values: string[]) => string)) =>
      text !== '$system' ? (text ?? '') : typeof format === 'function' ? format(values) : `{${values.join(',')}}`;

  test.each([
    [['kgas'], 'kgas'],
    [several, ''],
  ])('%j are asked for as "%s"', async (values, system) => {
    const datasource = datasourceWith({ variables: [], operations: [] }, chosen(values));
    await datasource.metricFindQuery({ refId: 'v', kind: 'operations', system: '$system' });
    await datasource.listOperations('$system');
    for (const asked of datasource.asked) {
      expect(new URLSearchParams(asked.split('?')[1]).get('system')).toBe(system);
    }
    expect(datasource.asked).toHaveLength(2);
  });
});
