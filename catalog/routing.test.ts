/** @jest-environment node */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { parse } from 'yaml';

import { receiversAndPolicies } from '../demo/provisioning';
import { type AlertmanagerRoute, type GrafanaRoute, routingFile } from './emit/routing';
import { AlertingFile, seconds } from './emit/rule-schema';
import { type Receiver, receiverName, routing } from './routing';
import { systems } from './systems';
import type { System } from './system';

interface ListPanel {
  type: string;
  title: string;
  options: { alertInstanceLabelFilter?: string };
  panels?: ListPanel[];
}

const root = resolve(__dirname, '..');
const page = (system: System) => readFileSync(resolve(root, routingFile(system.name)), 'utf8');
const blocks = (system: System) =>
  [...page(system).matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => parse(text ?? '') as unknown);

/** Who gets an alert by a branch of Grafana's tree: the first match, and further ones while they let it go on. */
function receivers(branch: GrafanaRoute, severity: string): string[] {
  const found: string[] = [];
  for (const route of branch.routes ?? []) {
    const [[label, op, value] = []] = route.object_matchers;
    expect([label, op]).toEqual(['severity', '=']);
    if (value === severity) {
      found.push(route.receiver);
      if (!route.continue) {
        return found;
      }
    }
  }
  return found.length > 0 ? found : [branch.receiver];
}

/** The documents' own words, apart from the specification. */
const wanted: Array<[system: string, severity: string, receivers: Receiver[]]> = [
  ['kgas', 'info', ['log']],
  ['kgas', 'warning', ['log']],
  ['kgas', 'critical', ['log', 'email']],
  ['kgas', 'emergency', ['log', 'email', 'pager']],
  ['ado', 'critical', ['pager', 'chat']],
  ['ado', 'warning', ['chat', 'email']],
  ['ado', 'info', ['ticket']],
  ['omninode', 'critical', ['chat', 'email']],
  ['omninode', 'warning', ['chat']],
  ['github-pm', 'warning', ['log']],
  ['dpas', 'critical', ['log', 'email']],
  ['dpas', 'warning', ['log']],
];
const known = wanted.filter(([name]) => systems.some((system) => system.name === name));

test.each(known)('%s: %s goes to %j', (name, severity, list) => {
  const system = systems.find((candidate) => candidate.name === name)!;
  const [branch] = blocks(system)[0] as GrafanaRoute[];
  expect(receivers(branch!, severity)).toEqual(list.map((receiver) => receiverName(name, receiver)));
});

// D2 l.440: "Dashboard: Warning and above"; the others name no severity for theirs.
test.each(systems)('$title: what fires stands on the dashboard that its page names', (system) => {
  const [, severity, dashboard, panel] =
    /What fires(?: with the severity (.+))? stands besides on the dashboard "(.+)", panel "(.+)"\./.exec(
      page(system)
    ) ?? [];
  const shown = readdirSync(resolve(root, 'dashboards'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map(
      (file) =>
        JSON.parse(readFileSync(resolve(root, 'dashboards', file), 'utf8')) as { title: string; panels: ListPanel[] }
    )
    .filter(({ title }) => title === dashboard)
    .flatMap(({ panels }) => panels.flatMap((one) => [one, ...(one.panels ?? [])]))
    .filter(({ type, title }) => type === 'alertlist' && title === panel);
  expect(shown).toHaveLength(1);
  expect(severity).toBe(system.name === 'kgas' ? 'warning, critical, emergency' : undefined);
  const filter = shown[0]?.options.alertInstanceLabelFilter ?? '';
  expect(/severity=~"(.+?)"/.exec(filter)?.[1]?.split('|').join(', ')).toBe(severity);
});

test('nobody but D2 (emergency) and D3 (P0) pages', () => {
  const paging = Object.entries(routing).flatMap(([document, { routes }]) =>
    routes.filter(({ receivers: list }) => list.includes('pager')).map(({ severity }) => `${document} ${severity}`)
  );
  expect(paging.sort()).toEqual(['D2 emergency', 'D3 critical']);
});

test('P0 is told at once, P1 within fifteen minutes (D3 l.420-421)', () => {
  const [p0, p1] = routing.D3.routes;
  expect(seconds(p0!.groupWait)).toBe(0);
  expect(seconds(p1!.groupWait)).toBeLessThanOrEqual(15 * 60);
});

describe.each(systems)('$title', (system) => {
  test('every severity that its rules have is routed', () => {
    const routed = new Set<string>(routing[system.document].routes.map(({ severity }) => severity));
    const own = parse(readFileSync(resolve(root, `provisioning/alerting/${system.name}.yaml`), 'utf8')) as unknown;
    const rules = AlertingFile.parse(own).groups.flatMap(({ rules: list }) => list);
    expect(rules.filter(({ labels }) => !routed.has(labels.severity ?? '')).map(({ title }) => title)).toEqual([]);
  });

  test('both trees say the same, and every receiver of the Alertmanager exists', () => {
    const [grafana, alertmanager] = blocks(system) as [
      GrafanaRoute[],
      { route: { routes: AlertmanagerRoute[] }; receivers: Array<{ name: string }> },
    ];
    const [mine] = grafana;
    const [theirs] = alertmanager.route.routes;
    const plain = (route: GrafanaRoute | AlertmanagerRoute) => {
      const matchers =
        'matchers' in route ? route.matchers : route.object_matchers.map(([l, o, v]) => `${l}${o}"${v}"`);
      return [route.receiver, route.group_wait, route.repeat_interval, route.continue ?? false, ...matchers];
    };
    expect([mine!, ...(mine!.routes ?? [])].map(plain)).toEqual([theirs!, ...(theirs!.routes ?? [])].map(plain));
    const names = new Set(alertmanager.receivers.map(({ name }) => name));
    theirs!.routes!.forEach(({ receiver }) => expect(names).toContain(receiver));
  });

  test('no address of anybody is shipped', () => {
    expect(page(system)).not.toMatch(/@|https?:|#[a-z-]{3,}/);
  });
});

test("the demo's Grafana gets a webhook for every receiver, and one for everything", () => {
  const file = parse(receiversAndPolicies('http://127.0.0.1:1/webhook')) as {
    contactPoints: Array<{ name: string; receivers: Array<{ uid: string; settings: { url: string } }> }>;
    policies: Array<{ receiver: string; routes: GrafanaRoute[] }>;
  };
  const points = new Map(file.contactPoints.map(({ name, receivers: [first] }) => [name, first!]));
  const used = (route: GrafanaRoute): string[] => [route.receiver, ...(route.routes ?? []).flatMap(used)];
  const [tree] = file.policies;
  expect([tree!.receiver, ...tree!.routes.flatMap(used)].filter((name) => !points.has(name))).toEqual([]);
  points.forEach(({ uid, settings: { url } }, name) => {
    expect(uid).toMatch(/^[a-z0-9-]{1,40}$/);
    expect(url).toBe(`http://127.0.0.1:1/webhook${name === 'yardstick-demo' ? '' : `/${name}`}`);
  });
  // The one for everything lets every alert go on to the document's receivers.
  expect(tree!.routes[0]).toMatchObject({ receiver: 'yardstick-demo', continue: true });
  expect(tree!.routes.slice(1).map(({ object_matchers }) => object_matchers[0]![2])).toEqual(
    systems.map(({ name }) => name)
  );
});

test('what no page has a branch for is said, because all that an outage silences speaks through it', () => {
  const folder = resolve(root, 'provisioning', 'alerting');
  const shipped = readdirSync(folder).flatMap((name) =>
    AlertingFile.parse(parse(readFileSync(resolve(folder, name), 'utf8'))).groups.flatMap(({ rules }) =>
      rules.map(({ labels }) => String(labels.system))
    )
  );
  const branched = new Set(systems.map(({ name }) => name));
  const others = [...new Set(shipped)].filter((name) => !branched.has(name));
  expect(others).toEqual(['yardstick']);
  const index = readFileSync(resolve(root, 'docs/routing/README.md'), 'utf8');
  others.forEach((name) => expect(index).toContain(`\`system=${name}\``));
});
