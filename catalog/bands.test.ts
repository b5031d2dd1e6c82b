/** @jest-environment node */
import { bandsOf } from './emit/bands';
import { dashboardJson } from './emit/dashboards';
import { panelsOf } from './system';
import { systems } from './systems';

const banded = systems.flatMap((system) =>
  panelsOf(system)
    .filter(({ panel }) => bandsOf(panel).length > 0)
    .map(({ panel }) => [`${system.name}: ${panel.title}`, panel] as const)
);

test('live quantiles and forecasts are drawn with bands', () => {
  expect(banded.map(([, panel]) => panel.own[0]?.table ?? panel.own[0]?.queryType).sort()).toEqual(
    expect.arrayContaining(['forecast', 'series'])
  );
});

test.each(banded)('%s: a band is filled down to an edge that has that name', (_, panel) => {
  const properties = bandsOf(panel).map(([, override]) => Object.fromEntries(override.map((o) => [o.id, o.value])));
  const names = properties.map((p) => p.displayName);
  expect(new Set(names).size).toBe(names.length);
  const filled = properties.flatMap((p) => p['custom.fillBelowTo'] ?? []);
  expect(filled.length).toBeGreaterThan(0);
  expect(filled.filter((to) => !names.includes(to))).toEqual([]);
});

test('a forecast is of one operation, because edges are found by name, and its panel ends in the future', () => {
  for (const system of systems) {
    for (const { panel, dashboard } of panelsOf(system)) {
      const queries = panel.own.filter(({ table, format }) => table === 'forecast' && format === 'timeseries');
      expect(queries.map(({ operations }) => operations?.length)).toEqual(queries.map(() => 1));
      for (const { ahead } of queries) {
        expect(panel.days?.ahead).toBe(ahead);
        const { panels } = JSON.parse(dashboardJson(system, dashboard)) as { panels: Array<Record<string, unknown>> };
        expect(panels.find(({ id }) => id === panel.id)).toMatchObject({
          timeFrom: `+${panel.days!.back + panel.days!.ahead}d`,
          timeShift: `${panel.days!.back}d`,
        });
      }
    }
  }
});
