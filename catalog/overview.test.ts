/** @jest-environment node */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { parse } from 'yaml';

import { seeDescription } from './emit/empty';
import { overviewFolder } from './emit/places';
import { OwnQuery } from './panel';
import { aboutSystems, selectors } from './promql';
import { systems } from './systems';

interface Json {
  id: number;
  type: string;
  title: string;
  description?: string;
  gridPos: { x: number; y: number; w: number; h: number };
  fieldConfig?: { defaults: { noValue?: string } };
  targets?: Array<Record<string, unknown> & { refId: string; datasource: { type: string } }>;
  options?: Record<string, unknown>;
}

const root = resolve(__dirname, '..');
const dashboard = JSON.parse(readFileSync(resolve(root, 'dashboards/overview/yardstick-overview.json'), 'utf8')) as {
  uid: string;
  panels: Json[];
  templating: { list: Array<{ name: string; query: string }> };
};
const panels = dashboard.panels.filter(({ type }) => type !== 'row');
/** The panels between the row of a system and the next one. */
const lineOf = (title: string) => {
  const from = dashboard.panels.findIndex((panel) => panel.type === 'row' && panel.title === title);
  const to = dashboard.panels.findIndex((panel, i) => i > from && panel.type === 'row');
  return dashboard.panels.slice(from + 1, to);
};

test('is provisioned, into the folder that all systems share', () => {
  const file = parse(readFileSync(resolve(root, 'provisioning/dashboards/yardstick.yaml'), 'utf8')) as {
    providers: Array<{ folder: string; options: { path: string } }>;
  };
  expect(file.providers.find(({ options }) => options.path.endsWith('/overview'))?.folder).toBe(overviewFolder);
  expect(dashboard.uid).toBe('yardstick-overview');
});

test.each(systems)(
  '$title: health, baselines, what is slow, fails, is silent, is missed and fires, and its dashboards',
  (system) => {
    const line = lineOf(system.title);
    expect(line.map(({ title }) => title)).toEqual(['Up', 'Baselines', 'Off normal', 'Missed', 'Alerts', 'Dashboards']);
    const own = line
      .flatMap(({ targets }) => targets ?? [])
      .filter(({ datasource }) => datasource.type !== 'prometheus');
    expect(own.map(({ system: asked }) => asked)).toEqual(own.map(() => system.name));
    expect(own.map(({ signal }) => signal).filter(Boolean)).toEqual(['latency', 'errors', 'rate']);
    expect(own).toHaveLength(5);
    expect(line[4]?.options?.alertInstanceLabelFilter).toBe(`{system="${system.name}"}`);
    // The list of dashboards finds them by their tags.
    const tags = line[5]?.options?.tags as string[];
    system.dashboards.forEach((spec) => expect(spec.tags).toEqual(expect.arrayContaining(tags)));
  }
);

test('every query of ours is one that the data source knows', () => {
  for (const { refId, datasource, system, ...query } of panels.flatMap(({ targets }) => targets ?? [])) {
    expect(refId).toMatch(/^[A-Z]$/);
    if (datasource.type !== 'prometheus') {
      expect(typeof system).toBe('string');
      expect(() => OwnQuery.parse(query)).not.toThrow();
    }
  }
});

test.each(systems)('$title: whether it answers is asked of its own jobs only', (system) => {
  const [answers] = lineOf(system.title);
  const variable = `${system.name.replaceAll('-', '_')}_jobs`;
  const found = selectors(aboutSystems(String(answers?.targets?.[0]?.expr)));
  expect(found.length).toBeGreaterThan(0);
  found.forEach(({ matchers }) => expect(matchers).toContainEqual({ label: 'job', op: '=~', value: `$${variable}` }));
  const value = dashboard.templating.list.find(({ name }) => name === variable)?.query;
  expect(`job=~"${value}"`).toBe(system.selector);
});

test('ids are given once, nothing overlaps, and every panel says what it shows', () => {
  const ids = dashboard.panels.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const cells = new Set<string>();
  for (const { gridPos } of dashboard.panels) {
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
        expect(cells.has(`${x} ${y}`)).toBe(false);
        cells.add(`${x} ${y}`);
      }
    }
  }
  expect(cells.size).toBe(24 * Math.max(...dashboard.panels.map(({ gridPos }) => gridPos.y + gridPos.h)));
  panels.forEach(({ description, title }) =>
    expect([title, description]).toEqual([title, expect.stringMatching(/.{20,}\.$/)])
  );
  panels
    .filter(({ targets }) => targets)
    .forEach(({ fieldConfig, description }) => {
      const noValue = fieldConfig?.defaults.noValue;
      const why = noValue === seeDescription ? /\n\nNo data: (.*)$/.exec(description ?? '')?.[1] : noValue;
      expect(why).toMatch(/^[A-Z].{20,}\.$/);
    });
});
