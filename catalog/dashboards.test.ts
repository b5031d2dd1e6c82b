/** @jest-environment node */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { seeDescription } from './emit/empty';
import { expressionsOf } from './emit/queries';
import { aboveNone } from './emit/thresholds';
import { type Dashboard, OwnQuery } from './panel';
import { dashboardUid } from './project';
import { systems } from './systems';
import { emissions } from './systems/families';
import { kgas } from './systems/kgas';
import { omninode } from './systems/omninode';
import { panelsOf, type System } from './system';

interface Json {
  id: number;
  type: string;
  title: string;
  description: string;
  datasource: { type: string; uid: string };
  gridPos: { x: number; y: number; w: number; h: number };
  fieldConfig: {
    defaults: {
      unit: string;
      noValue: string;
      mappings?: Array<{ type: string; options: { match?: string; result?: { text: string } } }>;
      thresholds: { mode: string; steps: Array<{ value: number | null; color: string }> };
    };
  };
  targets: Array<Record<string, unknown> & { refId: string; datasource: { type: string; uid: string } }>;
  links?: Array<{ url: string }>;
}

const dashboardOf = (system: System, spec: Dashboard) =>
  JSON.parse(
    readFileSync(
      resolve(__dirname, '..', 'dashboards', system.name, `${dashboardUid(system.name, spec.name)}.json`),
      'utf8'
    )
  ) as {
    uid: string;
    schemaVersion: number;
    refresh: string;
    panels: Json[];
    templating: { list: Array<{ name: string; type: string; query: unknown }> };
    annotations: { list: Array<{ enable: boolean; target?: { kind?: string } }> };
    links: Array<{ type: string; tags: string[] }>;
  };

const every = systems.flatMap((system) => system.dashboards.map((spec) => ({ title: spec.title, system, spec })));

test('what a link carries from one dashboard to the next means the same there', () => {
  const meanings = new Map<string, Set<string>>();
  for (const { system, spec } of every) {
    for (const { name, type, query } of dashboardOf(system, spec).templating.list) {
      if (type !== 'constant') {
        // Grafana carries no constants.
        meanings.set(name, (meanings.get(name) ?? new Set()).add(JSON.stringify(query)));
      }
    }
  }
  expect([...meanings].filter(([, queries]) => queries.size > 1).map(([name]) => name)).toEqual([]);
});

describe.each(every)('$title', ({ system, spec }) => {
  const dashboard = dashboardOf(system, spec);
  const all = dashboard.panels;
  const panels = all.filter(({ type }) => type !== 'row');
  const specs = spec.rows.flatMap((row) => row.panels);
  const named = panels.map((panel) => [panel.title, panel] as const);

  test('is classic JSON that 12.3 and 13 take from a file', () => {
    expect(dashboard).toMatchObject({
      uid: dashboardUid(system.name, spec.name),
      schemaVersion: 42,
      refresh: spec.refresh,
    });
    expect(dashboard).not.toHaveProperty('__inputs');
    expect(dashboard).not.toHaveProperty('spec');
    expect(
      all.every((panel) =>
        Array.isArray((panel as unknown as { panels?: unknown[] }).panels)
          ? (panel as unknown as { panels: unknown[] }).panels.length === 0
          : true
      )
    ).toBe(true);
  });

  test('data sources are variables', () => {
    const sources = dashboard.templating.list
      .filter(({ type }) => type === 'datasource')
      .map(({ name, query }) => [name, query]);
    expect(sources).toEqual([
      ['prometheus', 'prometheus'],
      ['yardstick', 'yardstick-baselines-datasource'],
      ...(system.trace ? [['traces', 'tempo']] : []),
    ]);
    const used = new Set(
      panels
        .flatMap((panel) => [panel.datasource, ...panel.targets.map((target) => target.datasource)])
        .map(({ uid }) => uid)
    );
    expect(['${prometheus}', '${yardstick}']).toEqual(expect.arrayContaining([...used]));
  });

  test('what happened is marked: violations, deployments, new and changed baselines', () => {
    expect(dashboard.annotations.list.map(({ target }) => target?.kind).filter(Boolean)).toEqual([
      'violation',
      'deployment',
      'baseline',
      'change',
    ]);
  });

  test('over weeks only deployments are drawn, so that the lines of many violations do not hide the curves', () => {
    const drawn = dashboard.annotations.list.flatMap(({ enable, target }) => (enable && target?.kind) || []);
    const weeks = ['ADO capacity', 'ADO executive'].includes(spec.title);
    expect(drawn).toEqual(weeks ? ['deployment'] : ['violation', 'deployment', 'baseline', 'change']);
  });

  test('leads on to the other dashboards', () => {
    expect(dashboard.links.find(({ type }) => type === 'dashboards')?.tags).toEqual(['yardstick']);
  });

  test('ids are given once', () => {
    const ids = all.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('no two panels overlap, none leaves the grid, no line has a hole', () => {
    const cells = new Set<string>();
    for (const { gridPos } of all) {
      expect(gridPos.x).toBeGreaterThanOrEqual(0);
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(cells.has(`${x} ${y}`)).toBe(false);
          cells.add(`${x} ${y}`);
        }
      }
    }
    const height = Math.max(...all.map(({ gridPos }) => gridPos.y + gridPos.h));
    expect(cells.size).toBe(24 * height);
  });

  test.each(named)('%s says what it shows, who says so, in which unit, and why it may be empty', (_, panel) => {
    expect(panel.description).toMatch(/Document: D\d l\.\d+/);
    expect(panel.description).toMatch(/Unit: .+\./);
    expect(panel.fieldConfig.defaults.unit).not.toBe('');
    const { noValue } = panel.fieldConfig.defaults;
    const why = noValue === seeDescription ? /\n\nNo data: (.*)$/.exec(panel.description)?.[1] : noValue;
    expect(why).toMatch(/^[A-Z].{20,}\.$/);
    // A stat shrinks a sentence until nobody can read it, a bar gauge cuts it, a heatmap does not show it.
    const letters = { stat: 4, bargauge: 4.5, heatmap: 0 }[panel.type as string] ?? Infinity;
    expect(noValue === seeDescription).toBe((why ?? '').length > letters * panel.gridPos.w);
    // The list of alerts asks Grafana itself.
    expect((panel.targets ?? []).length > 0).toBe(panel.type !== 'alertlist');
  });

  test.each(named)('%s asks each data source in its own words', (_, panel) => {
    for (const { refId, datasource, ...query } of panel.targets) {
      expect(refId).toMatch(/^[A-Z]$/);
      if (datasource.type === 'prometheus') {
        expect(typeof query.expr).toBe('string');
        const course = ['timeseries', 'heatmap', 'state-timeline'].includes(panel.type);
        expect(query.range).toBe(course);
        expect(query.instant).toBe(!course);
      } else {
        const { system: asked, ...own } = query;
        expect(asked).toBe(system.name);
        expect(() => OwnQuery.parse(own)).not.toThrow();
      }
    }
  });

  const drawn = specs.flatMap((spec) => spec.alerts.map((id) => [id, spec.title, spec.id] as const));

  test.each(drawn)('%s: the line on "%s" is where the rule fires', (id, _, panelId) => {
    const { threshold } = system.alerts.find((alert) => alert.id === id)!.condition;
    const { mode, steps } = panels.find((panel) => panel.id === panelId)!.fieldConfig.defaults.thresholds;
    expect(mode).toBe('absolute');
    const drawn = steps.map(({ value }) => (value === aboveNone ? 0 : value));
    expect(drawn).toContain(threshold);
  });

  test('what is worse than a limit looks no milder than at it', () => {
    const ranks = ['text', 'blue', 'yellow', 'orange', 'red', 'dark-red'];
    for (const panel of panels) {
      const spec = specs.find(({ id }) => id === panel.id)!;
      const alerts = spec.alerts.map((id) => system.alerts.find((alert) => alert.id === id)!.condition.op);
      const targets = spec.targets.map((id) => system.targets.find((target) => target.id === id)!.op);
      const moreIsWorse = alerts.every((op) => op !== '<') && targets.every((op) => op.startsWith('<'));
      const found = panel.fieldConfig.defaults.thresholds.steps.map(({ color }) => ranks.indexOf(color));
      if (moreIsWorse) {
        expect(found).toEqual([...found].sort((a, b) => a - b));
      }
    }
  });

  test('every line on a panel is an alert, a target, a tier of the system, or "one is too many"', () => {
    for (const panel of panels) {
      const spec = specs.find(({ id }) => id === panel.id)!;
      const known = new Set<number | null>([
        null,
        ...spec.alerts.map((id) => system.alerts.find((alert) => alert.id === id)!.condition.threshold),
        ...spec.targets.map((id) => system.targets.find((target) => target.id === id)!.limit),
        ...(spec.tiers ? Object.values(system.tiers) : []),
        ...(spec.anyIsBad ? [1] : []),
      ]);
      const ratios = new Set([...known].map((value) => (value === null ? null : value * 100)));
      panel.fieldConfig.defaults.thresholds.steps.forEach(({ value }) =>
        expect(known.has(value) || ratios.has(value) || (value === aboveNone && known.has(0))).toBe(true)
      );
    }
  });

  test('the panel of every alert draws its limit and links to rule and runbook', () => {
    for (const alert of system.alerts.filter(({ panel }) => specs.some(({ id }) => id === panel))) {
      const spec = specs.find(({ id }) => id === alert.panel)!;
      // Slow runs are judged by the engine against the threshold of their own operation: there is no one line.
      if (!(alert.condition.kind === 'deviation' && ['slow', 'repeated'].includes(alert.condition.measure))) {
        expect(spec.alerts).toContain(alert.id);
      }
      const urls = panels.find(({ id }) => id === alert.panel)!.links!.map(({ url }) => url);
      expect(urls).toContain(`/alerting/list?search=${encodeURIComponent(`rule:${alert.name}`)}`);
      const runbook = `/docs/runbooks/${system.name}/${alert.id.toLowerCase().replace('+', '-')}.md`;
      expect(urls.some((url) => url.endsWith(runbook))).toBe(true);
    }
  });
});

test('what is divided by nothing is called idle in every table of Prometheus, and only there', () => {
  const said = ({ fieldConfig }: Json) =>
    fieldConfig?.defaults.mappings?.some(({ options }) => options.match === 'nan') ?? false;
  const table = ({ type, datasource }: Json) => type === 'table' && datasource.type === 'prometheus';
  const all = every.flatMap(({ system, spec }) => dashboardOf(system, spec).panels);
  expect(all.filter(said).map(({ title }) => title)).toEqual(all.filter(table).map(({ title }) => title));
});

test("the first rows are the documents' own panels, in their order", () => {
  const first = [kgas, omninode].map((system) => system.dashboards[0]!.rows[0]!.panels.map((panel) => panel.serves[0]));
  expect(first).toEqual([
    ['D2-P01', 'D2-P02', 'D2-P03', 'D2-P04', 'D2-P05', 'D2-P06'],
    ['D4-P01', 'D4-P02', 'D4-P03', 'D4-P04', 'D4-P05'],
  ]);
});

test('conversions and breakers are drawn by our own panels', () => {
  const types = [kgas, omninode].map((system) =>
    dashboardOf(system, system.dashboards[0]!)
      .panels.map(({ type }) => type)
      .filter((type) => type.startsWith('yardstick-'))
  );
  expect(types).toEqual([['yardstick-conversions-panel'], ['yardstick-breakers-panel']]);
});

test('all columns of a table of the top few are of the same few', () => {
  const tables = systems
    .flatMap((system) => system.dashboards.flatMap((spec) => dashboardOf(system, spec).panels))
    .filter(({ type, targets }) => type === 'table' && targets.length > 1)
    .map(({ targets }) => targets.map(({ expr }) => String(expr)))
    .filter(([first]) => first?.startsWith('topk('));
  expect(tables.length).toBeGreaterThan(1);
  tables.forEach(([first = '', ...others]) =>
    others.forEach((other) => expect(other.endsWith(` and on (queryid) ${first}`)).toBe(true))
  );
});

test('a peak or mean of many rates is of the same rates at every zoom', () => {
  const ofMany = every
    .flatMap(({ system, spec }) => dashboardOf(system, spec).panels)
    .filter(({ type }) => type !== 'row')
    .flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr: String(expr) })))
    .filter(({ expr }) => /\[\w+:\w*\]/.test(expr));
  expect(ofMany).not.toEqual([]);
  expect(ofMany.filter(({ expr }) => expr.includes('$__rate_interval'))).toEqual([]);
});

test.each(systems)('$title: the name of a line tells it from every other line of its query', (system) => {
  const outermost = /^(?:\(*[\d.]+ \* )?(?:topk\(\d+, )?(?:histogram_quantile\([\d.]+, )?[a-z]+ by \(([^)]*)\)/;
  const drawn = system.dashboards
    .flatMap((spec) => dashboardOf(system, spec).panels)
    .filter(({ type }) => ['timeseries', 'bargauge', 'stat'].includes(type))
    .flatMap(({ title, targets }) =>
      targets.map(({ expr, legendFormat }) => ({ title, expr: String(expr), legend: String(legendFormat) }))
    );
  const named = drawn.flatMap(({ title, expr, legend }) => {
    const by = expr.startsWith('{') ? '__name__, instance' : outermost.exec(expr)?.[1];
    const labels = by?.split(', ').filter((label) => label !== 'le') ?? [];
    return labels.map((label) => ({ title, label, said: legend.includes(`{{${label}}}`) }));
  });
  expect(named).not.toEqual([]);
  expect(named.filter(({ said }) => !said)).toEqual([]);
});

test.each(systems)(
  '$title: a count that an alert looks at is of the same window on its panel, at every zoom',
  (system) => {
    const panels = system.dashboards.flatMap((spec) => dashboardOf(system, spec).panels);
    const counting = system.alerts.filter(
      ({ condition }) => condition.kind === 'promql' && condition.expr.includes('increase(')
    );
    const shown = counting.flatMap(({ panel }) => panels.filter(({ id }) => id === panel));
    shown.forEach(({ title, targets }) =>
      targets
        .map(({ expr }) => String(expr))
        // A share of what rose is no count: it follows the zoom (G-1).
        .filter((expr) => expr.includes('increase(') && !expr.startsWith('100 * '))
        .forEach((expr) => expect(`${title}: ${expr}`).not.toContain('$__rate_interval'))
    );
  }
);

test.each(Object.keys(emissions))('%s: a panel that says which metric is missing asks for it', (name) => {
  const system = systems.find((each) => each.name === name)!;
  const emitted = emissions[name]!.families.map((family) => family.name);
  const named = panelsOf(system)
    .filter(({ panel }) => panel.promql.length > 0)
    .flatMap(({ panel }) => {
      const asked = expressionsOf(system, panel).join(' ');
      return emitted
        .filter((metric) => new RegExp(`\\b${metric}\\b`).test(panel.empty))
        .map((metric) => ({ title: panel.title, metric, asks: asked.includes(metric) }));
    });
  expect(named).not.toEqual([]);
  expect(named.filter(({ asks }) => !asks)).toEqual([]);
});

test.each(systems)('$title: what is no time is not drawn in seconds', (system) => {
  const seconds = panelsOf(system).flatMap(({ panel: { title, unit, promql } }) =>
    promql
      .filter((query) => query.quantity !== undefined && (query.unit ?? unit) === 's')
      .map(({ quantity: id, also }) => {
        const quantity = system.quantities.find((each) => each.id === id)!;
        const view = also === undefined ? undefined : quantity.also[also];
        return { title, id, also, unit: view?.unit ?? quantity.unit };
      })
  );
  expect(seconds).not.toEqual([]);
  expect(seconds.filter(({ unit }) => unit !== 's')).toEqual([]);
});

test('D1-A05: the line of failed authentications is the quantity that its limit belongs to', () => {
  const dpas = systems.find(({ name }) => name === 'dpas')!;
  const { panel } = panelsOf(dpas).find(({ panel: { alerts } }) => alerts.includes('D1-A05'))!;
  const { condition } = dpas.alerts.find(({ id }) => id === 'D1-A05')!;
  expect(panel.promql.map(({ alert }) => alert)).toEqual(['D1-A05']);
  expect(condition).toMatchObject({ expr: expressionsOf(dpas, panel)[0] });
});
