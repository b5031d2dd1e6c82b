/** @jest-environment node */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { dashboardUid } from './project';
import { systems } from './systems';
import type { System } from './system';

interface Link {
  title: string;
  url: string;
}
interface Json {
  panels: Array<{ title: string; type: string; fieldConfig?: { defaults: { unit?: string; links?: Link[] } } }>;
  templating: { list: Array<{ name: string; type: string; query: unknown; hide?: number }> };
}

const jsonOf = (system: System, name: string) =>
  JSON.parse(
    readFileSync(resolve(__dirname, '..', 'dashboards', system.name, `${dashboardUid(system.name, name)}.json`), 'utf8')
  ) as Json;
const traced = systems.filter(({ trace }) => trace);
const linked = (system: System) =>
  system.dashboards.flatMap(({ name }) =>
    jsonOf(system, name).panels.flatMap((panel) =>
      (panel.fieldConfig?.defaults.links ?? []).map((link) => ({ panel, link }))
    )
  );

/** What Grafana makes of a link when a person clicks on a line. */
function opened({ url }: Link, values: Record<string, string>): Record<string, unknown> {
  const filled = url.replaceAll(/\$\{(.+?)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
  const panes = new URL(filled, 'http://grafana').searchParams.get('panes');
  return (JSON.parse(panes ?? '{}') as { a: Record<string, unknown> }).a;
}

test('the attributes are those of the documents', () => {
  const attributes = traced.map(({ document, trace }) => [document, trace?.attribute]);
  expect(attributes).toEqual(
    expect.arrayContaining([
      ['D2', 'kgas.operation'],
      ['D4', 'request_id'],
    ])
  );
});

test.each(traced)('$title: latency panels lead to traces, of the range that is looked at', (system) => {
  const links = linked(system);
  expect(links.length).toBeGreaterThan(0);
  const label = system.trace?.label;
  const values = {
    traces: 'tempo-uid',
    __from: '1000',
    __to: '2000',
    [`__field.labels.${label}`]: 'entity extraction',
  };
  for (const { panel, link } of links) {
    expect(['s', 'ms']).toContain(panel.fieldConfig?.defaults.unit);
    expect(opened(link, values)).toEqual({
      datasource: 'tempo-uid',
      queries: [
        {
          refId: 'A',
          datasource: { type: 'tempo', uid: 'tempo-uid' },
          queryType: 'traceql',
          query: label
            ? `{ span.${system.trace?.attribute} = "entity extraction" }`
            : `{ span.${system.trace?.attribute} != nil }`,
        },
      ],
      range: { from: '1000', to: '2000' },
    });
  }
});

test.each(systems)(
  '$title: the data source of traces is a hidden variable where there are links, and nowhere else',
  (system) => {
    for (const { name } of system.dashboards) {
      const variable = jsonOf(system, name).templating.list.find((candidate) => candidate.name === 'traces');
      expect(variable).toEqual(
        system.trace ? expect.objectContaining({ type: 'datasource', query: 'tempo', hide: 2 }) : undefined
      );
    }
  }
);
