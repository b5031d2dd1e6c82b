/** @jest-environment node */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { documentErrors, otherErrors } from './document-errors';
import { testFileOf } from './emit/document-errors';
import { expand, selectors } from './promql';
import { literal } from './scope';
import { kgas } from './systems/kgas';

const root = resolve(__dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const proofs = [
  ...Object.entries(documentErrors).flatMap(([system, errors]) =>
    errors.map(({ id }) => ({ id, test: testFileOf(system) }))
  ),
  ...otherErrors,
];

test('each of the twenty-seven errors has one proof', () => {
  const ids = proofs.map(({ id }) => id).sort((a, b) => Number(a.slice(2)) - Number(b.slice(2)));
  expect(ids).toEqual(Array.from({ length: 27 }, (_, i) => `C-${i + 1}`));
});

test.each(proofs.map(({ id, test: file }) => [id, file] as const))('%s is in %s', (id, file) => {
  expect(existsSync(join(root, file))).toBe(true);
  expect(read(file)).toMatch(new RegExp(`${id}\\b`));
});

test('every entry says in which line of which document the error is', () => {
  const anchors = [...Object.values(documentErrors).flat(), ...otherErrors].map(({ anchor }) => anchor);
  anchors.forEach((anchor) => expect(anchor).toMatch(/^D[1-5] l\.\d+/));
});

test('C-23: connections are those that node_exporter counts', () => {
  const names = kgas.quantities
    .filter(({ title }) => /connections/i.test(title))
    .flatMap(({ expr }) => selectors(expand(expr, literal(kgas))))
    .map(({ metric }) => metric);
  expect(names).toContain('node_netstat_Tcp_CurrEstab');
});

describe("C-26: the generated dashboard has what the document's lacks", () => {
  const dashboard = JSON.parse(read('dashboards/omninode/yardstick-omninode.json')) as {
    uid: string;
    schemaVersion: number;
    panels: Array<{
      id: number;
      type: string;
      title: string;
      gridPos?: object;
      datasource?: object;
      targets?: Array<{ instant?: boolean; expr?: string }>;
      fieldConfig?: { defaults: { mappings?: Array<{ type: string; options: object }> } };
    }>;
  };

  test('it is the dashboard itself, not the body of an HTTP request', () => {
    expect(dashboard).not.toHaveProperty('dashboard');
    expect(dashboard.uid).toBe('yardstick-omninode');
    expect(dashboard.schemaVersion).toBeGreaterThan(0);
  });

  test('mappings stand where Grafana reads them', () => {
    const health = dashboard.panels.find(({ title }) => title === 'System Health');
    expect(health?.fieldConfig?.defaults.mappings?.[0]).toMatchObject({
      type: 'value',
      options: { '0': { text: expect.any(String) as string } },
    });
  });

  test('no panel is of the type that is gone, and each has a place and a data source', () => {
    for (const panel of dashboard.panels.filter(({ type }) => type !== 'row')) {
      expect(panel.type).not.toBe('graph');
      expect(panel.gridPos).toBeDefined();
      expect(panel.datasource).toBeDefined();
    }
  });

  test('tables ask for one moment', () => {
    const tables = dashboard.panels.filter(({ type }) => type === 'table').flatMap(({ targets = [] }) => targets);
    tables.filter(({ expr }) => expr !== undefined).forEach(({ instant }) => expect(instant).toBe(true));
    expect(tables.length).toBeGreaterThan(0);
  });
});
