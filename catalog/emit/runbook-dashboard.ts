/** What does an alert look like on the dashboard, and where does one click? */
import type { Alert } from '../alert';
import type { Dashboard, Panel } from '../panel';
import { dashboardUid } from '../project';
import { panelOf, panelsOf, type System } from '../system';
import { unitWord } from './units';

interface Shown {
  dashboard: Dashboard;
  panel: Panel;
}

export function looksLike(system: System, alert: Alert): string {
  const shown = panelOf(system, alert.panel);
  const parts = [`${named(system, shown)} ${shown.panel.description}`, sign(alert, shown.panel)];
  const single = alert.condition.kind === 'deviation' ? ofOperation(system) : undefined;
  if (single && single.panel.id !== shown.panel.id) {
    parts.push(
      `${named(system, single, single.variables)} It draws one operation within the band in which it normally moves; put the labels of the alert in, or choose the operation above the dashboard.`
    );
  }
  return parts.join('\n\n');
}

/** The name of a panel with its address in any Grafana that has the dashboard. */
function named(system: System, { dashboard, panel }: Shown, variables: readonly string[] = []): string {
  const chosen = variables.map((name) => `&var-${name}=<${name}>`).join('');
  const address = `/d/${dashboardUid(system.name, dashboard.name)}?viewPanel=${panel.id}${chosen}`;
  return `Panel "${panel.title}" of the dashboard "${dashboard.title}", \`${address}\`:`;
}

const sides = { '>': 'above', '>=': 'at or above', '<': 'below' } as const;

/** What the eye finds while the alert fires. */
function sign({ condition, severity }: Alert, panel: Panel): string {
  const side = sides[condition.op];
  const limit = `${condition.threshold} (${unitWord(panel.unit)})`;
  if (condition.kind === 'deviation' && condition.measure === 'slow') {
    return 'While it fires, the slow runs are the newest rows of the list.';
  }
  switch (panel.type) {
    case 'timeseries':
      return `While it fires, a line is ${side} the dashed one at ${limit}.`;
    case 'stat':
    case 'bargauge':
      return `While it fires, a value is ${side} ${limit} and has the colour of ${severity} alerts.`;
    default:
      return `While it fires, a row is ${side} ${limit}.`;
  }
}

/** The panel that draws one chosen operation within its band, and the variables that choose it. */
function ofOperation(system: System): (Shown & { variables: string[] }) | undefined {
  for (const { dashboard, panel } of panelsOf(system)) {
    const own = panel.own.find(({ queryType, band }) => queryType === 'series' && band);
    const chosen = [...(own?.operations ?? []), ...Object.values(own?.labels ?? {})].join(' ');
    const variables = [...chosen.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name ?? '');
    if (variables.length > 0) {
      return { dashboard, panel, variables };
    }
  }
  return undefined;
}
