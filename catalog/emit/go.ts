/** What does the Go side know of the documented systems? The file that pkg/catalog embeds. */
import { catalogVersion, dashboardUid } from '../project';
import { scoped } from '../scope';
import type { System } from '../system';

export function goCatalog(systems: readonly System[]): string {
  return `${JSON.stringify({ version: catalogVersion, systems: systems.map(goSystem) }, null, 2)}\n`;
}

function goSystem(system: System) {
  const of = (expr: string) => scoped(expr, system);
  return {
    name: system.name,
    title: system.title,
    document: system.document,
    selector: system.selector,
    hostSelector: system.hostSelector,
    timeZone: system.timeZone,
    tiers: system.tiers,
    operations: system.operations.map(goOperationSet),
    quantities: system.quantities.map(({ id, title, unit, metrics, expr, anchor, emit }) => ({
      id,
      title,
      unit,
      metrics,
      expr: of(expr),
      anchor,
      emit,
    })),
    targets: system.targets.map((target) => ({ ...target, expr: of(target.expr), load: of(target.load) })),
    ...(system.breakers && { breakers: system.breakers }),
    recommendations: system.recommendations.map((r) => ({
      ...r,
      when: r.when.map((clause) => ({ ...clause, expr: of(clause.expr) })),
    })),
    report: dailyReport(system),
    dashboard: dashboardUid(system.name, system.dashboards[0]?.name),
  };
}

function goOperationSet({ runs, ...set }: System['operations'][number]) {
  return { ...set, ...(runs && { runs: { last: '', timestamp: '', runningSince: '', count: '', ...runs } }) };
}

/** Weekly and monthly reports are described in the catalogue, but are not computed yet. */
function dailyReport(system: System) {
  return system.report
    .filter((item) => item.period === 'daily')
    .map((item) => ({ ...item, expr: scoped(item.expr, system) }));
}
