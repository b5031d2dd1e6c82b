/** What does the Go side know of the documented systems? The file that pkg/catalog embeds. */
import { profiles } from '../profiles';
import { catalogVersion, dashboardUid } from '../project';
import type { Recommendation } from '../model';
import { expand, selectors, withoutVariables } from '../promql';
import { scoped, variables } from '../scope';
import { panelsOf, type System } from '../system';
import { clauseTitle } from './clause-title';
import { expressionsOf } from './queries';

export function goCatalog(systems: readonly System[]): string {
  return `${JSON.stringify({ version: catalogVersion, systems: systems.map(goSystem), profiles }, null, 2)}\n`;
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
    ...(system.degradation && { degradation: system.degradation }),
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
    deployments: {
      start: system.deployments.start,
      build: system.deployments.build || `${system.name.replaceAll('-', '_')}_build_info`,
      version: system.deployments.version,
      heartbeat: system.heartbeat,
    },
    recommendations: system.recommendations.map((r) => goRecommendation(r, system)),
    report: system.report.map((item) => ({ ...item, expr: of(item.expr) })),
    dashboard: dashboardUid(system.name, system.dashboards[0]?.name),
    reads: metricsRead(system),
  };
}

/** Every metric that a panel or an alert reads: a mapping may name it. */
function metricsRead(system: System): string[] {
  const panels = panelsOf(system).flatMap(({ panel }) => expressionsOf(system, panel));
  const read = [
    ...panels,
    ...system.alerts.flatMap(({ condition }) => (condition.kind === 'promql' ? [condition.expr] : [])),
  ]
    .filter((expr) => expr !== '')
    .flatMap((expr) => selectors(withoutVariables(expand(expr, variables()))).map(({ metric }) => metric));
  return [...new Set(read)].filter((metric) => /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(metric)).sort();
}

function goOperationSet({ runs, ...set }: System['operations'][number]) {
  // How a ruler asks is none of the engine's business; what is undefined is not written.
  return {
    ...set,
    rulerWindow: undefined,
    ...(runs && { runs: { last: '', timestamp: '', runningSince: '', count: '', ...runs } }),
  };
}

function goRecommendation({ change, ...recommendation }: Recommendation, system: System) {
  const of = (expr: string) => scoped(expr, system);
  return {
    ...recommendation,
    when: recommendation.when.map((clause) => ({
      ...clause,
      title: clauseTitle(clause, system),
      expr: of(clause.expr),
    })),
    ...(change && { change: { ...change, current: of(change.current), proposed: of(change.proposed) } }),
  };
}
