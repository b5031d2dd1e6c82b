import { addToClassic, type ClassicSpec } from './classic';
import { type SizedPanel } from './panel';

const sized: SizedPanel = {
  size: { w: 24, h: 9 },
  panel: {
    type: 'timeseries',
    title: 'graph_query: p95 against normal',
    datasource: { type: 'yardstick-baselines-datasource', uid: 'yardstick' },
    targets: [{ refId: 'A', queryType: 'series' }],
    options: {},
    fieldConfig: { defaults: {}, overrides: [] },
  },
};

const somebodys: ClassicSpec = {
  title: 'Our service',
  schemaVersion: 30,
  panels: [
    { id: 7, gridPos: { x: 12, y: 0, w: 12, h: 8 } },
    { id: 2, gridPos: { x: 0, y: 0, w: 12, h: 10 } },
    // Collapsed: its own panels keep the places that they had while it was open.
    { id: 3, gridPos: { x: 0, y: 10, w: 24, h: 1 }, panels: [{ id: 31, gridPos: { x: 0, y: 11, w: 24, h: 20 } }] },
  ],
};

test('a panel comes below all that is shown, with a number that nothing has', () => {
  const { panels } = addToClassic(somebodys, sized);
  expect(panels?.at(-1)).toMatchObject({ id: 32, gridPos: { x: 0, y: 11, w: 24, h: 9 }, type: 'timeseries' });
});

test('nothing else of the dashboard changes', () => {
  const before = JSON.parse(JSON.stringify(somebodys)) as ClassicSpec;
  const { panels, ...others } = addToClassic(somebodys, sized);
  expect({ ...others, panels: panels?.slice(0, -1) }).toEqual(before);
  expect(somebodys).toEqual(before);
});

test('an empty dashboard gets its first panel at the top', () => {
  expect(addToClassic({}, sized).panels).toMatchObject([{ id: 1, gridPos: { x: 0, y: 0 } }]);
});
