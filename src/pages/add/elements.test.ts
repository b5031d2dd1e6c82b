import { addToElements, type ElementsSpec, type Layout } from './elements';
import { type SizedPanel } from './panel';

const sized: SizedPanel = {
  size: { w: 24, h: 9 },
  panel: {
    type: 'timeseries',
    title: 'graph_query: p95 against normal',
    pluginVersion: '13.0.0',
    datasource: { type: 'yardstick-baselines-datasource', uid: 'yardstick' },
    targets: [{ refId: 'A', queryType: 'series', band: true }],
    options: { legend: {} },
    fieldConfig: { defaults: { unit: 's' }, overrides: [] },
  },
};

const grid = (): Layout => ({
  kind: 'GridLayout',
  spec: {
    items: [
      {
        kind: 'GridLayoutItem',
        spec: { x: 0, y: 3, width: 8, height: 5, element: { kind: 'ElementReference', name: 'panel-4' } },
      },
    ],
  },
});
const dashboard = (layout: Layout): ElementsSpec => ({
  title: 'Our service',
  elements: { 'panel-4': { spec: { id: 4 } }, 'panel-5': { spec: { id: 2 } } },
  layout,
});
const added = { kind: 'ElementReference', name: 'panel-6' };

test('a panel is an element with a name and a number that nothing has', () => {
  const { elements } = addToElements(dashboard(grid()), sized, 'v2beta1');
  // panel-5 is a name that is taken, though nothing has the number.
  expect(Object.keys(elements)).toEqual(['panel-4', 'panel-5', 'panel-6']);
  expect(elements['panel-6']).toEqual({
    kind: 'Panel',
    spec: {
      id: 6,
      title: 'graph_query: p95 against normal',
      description: '',
      links: [],
      data: {
        kind: 'QueryGroup',
        spec: {
          queries: [
            {
              kind: 'PanelQuery',
              spec: {
                refId: 'A',
                hidden: false,
                query: {
                  kind: 'DataQuery',
                  group: 'yardstick-baselines-datasource',
                  version: 'v0',
                  datasource: { name: 'yardstick' },
                  spec: { queryType: 'series', band: true },
                },
              },
            },
          ],
          transformations: [],
          queryOptions: {},
        },
      },
      vizConfig: {
        kind: 'VizConfig',
        group: 'timeseries',
        version: '13.0.0',
        spec: { options: { legend: {} }, fieldConfig: { defaults: { unit: 's' }, overrides: [] } },
      },
    },
  });
});

test('the first version of the schema names data source and plugin by the kind', () => {
  const { elements } = addToElements(dashboard(grid()), sized, 'v2alpha1');
  expect(elements['panel-6']).toMatchObject({
    spec: {
      vizConfig: { kind: 'timeseries', spec: { pluginVersion: '13.0.0' } },
      data: {
        spec: {
          queries: [
            {
              spec: {
                datasource: { type: 'yardstick-baselines-datasource', uid: 'yardstick' },
                query: { kind: 'yardstick-baselines-datasource', spec: { queryType: 'series' } },
              },
            },
          ],
        },
      },
    },
  });
});

test('in a grid it comes below the lowest', () => {
  const { layout } = addToElements(dashboard(grid()), sized, 'v2beta1');
  const items = layout.kind === 'GridLayout' ? layout.spec.items : [];
  expect(items?.[1]).toEqual({
    kind: 'GridLayoutItem',
    spec: { x: 0, y: 8, width: 24, height: 9, element: added },
  });
});

test('in a grid that arranges itself it comes last', () => {
  const { layout } = addToElements(dashboard({ kind: 'AutoGridLayout', spec: {} }), sized, 'v2beta1');
  expect(layout.spec).toEqual({ items: [{ kind: 'AutoGridLayoutItem', spec: { element: added } }] });
});

test('of rows the last takes it, of tabs the first, and the others stay', () => {
  const rows: Layout = {
    kind: 'RowsLayout',
    spec: { rows: [{ spec: { layout: grid() } }, { spec: { layout: grid() } }] },
  };
  const tabs: Layout = {
    kind: 'TabsLayout',
    spec: { tabs: [{ spec: { layout: rows } }, { spec: { layout: grid() } }] },
  };
  const { layout } = addToElements(dashboard(tabs), sized, 'v2beta1');
  const [first, second] = layout.kind === 'TabsLayout' ? (layout.spec.tabs ?? []) : [];
  const inFirst = first?.spec.layout.kind === 'RowsLayout' ? (first.spec.layout.spec.rows ?? []) : [];
  expect(inFirst[0]).toEqual({ spec: { layout: grid() } });
  expect(JSON.stringify(inFirst[1])).toContain('panel-6');
  expect(second).toEqual({ spec: { layout: grid() } });
});
