/** Which dashboards does Grafana show? Classic JSON, because 12.3 and 13 both take it from files. */
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';

import type { Alert } from '../alert';
import type { Dashboard, Panel } from '../panel';
import { appPath, dashboardUid, ruleLink, rulesLink, runbookFile, runbooks } from '../project';
import { jobPattern, scoped, variables } from '../scope';
import type { System } from '../system';
import { emptyOf } from './empty';
import { type Position, placed } from './layout';
import { marksOf } from './marks';
import { sourceVariable } from './own-dashboard';
import { expressionsOf, prometheusRef, queriesOf, yardstickRef } from './queries';
import { alertOf, calm, steps, targetOf } from './thresholds';
import { traceLinks, tracesSource } from './traces';
import { unitWord } from './units';
import { thresholds, untilNow, visual } from './visuals';

/** D2 l.231: the document's dashboard keeps a thousand points. */
const mostPoints = 1000;

export function dashboardJson(system: System, spec: Dashboard): string {
  return `${JSON.stringify(built(system, spec), null, 2)}\n`;
}

function built(system: System, spec: Dashboard): dashboard.Dashboard {
  const { title, description, tags, rows } = spec;
  const builder = new dashboard.DashboardBuilder(title)
    .uid(dashboardUid(system.name, spec.name))
    .description(description)
    .tags(tags)
    .editable()
    .timezone('browser')
    .time({ from: spec.from, to: 'now' })
    .refresh(spec.refresh)
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .variables(variablesOf(system, spec))
    .annotations(annotations(system, spec))
    .links(links(system));
  for (const { row, at, panels } of placed(rows)) {
    builder.withRow(new dashboard.RowBuilder(row.title).id(row.id).gridPos(at));
    row.panels.forEach((panel, i) => builder.withPanel(panelBuilder(system, panel, panels[i] ?? at)));
  }
  return { ...builder.build(), id: null, version: 1 } as dashboard.Dashboard;
}

function panelBuilder(system: System, panel: Panel, at: Position) {
  const empty = emptyOf(panel.type, at.w, panel.empty);
  const builder = visual(system, panel)
    .id(panel.id)
    .title(panel.title)
    .description(describe(system, panel, empty.remark))
    .datasource(panel.promql.length > 0 ? prometheusRef : yardstickRef)
    .gridPos(at)
    .unit(panel.unit)
    .noValue(empty.noValue)
    .thresholds(thresholds(system, panel))
    .targets(queriesOf(system, panel))
    .links(panelLinks(system, panel));
  if (panel.type === 'timeseries') {
    builder.maxDataPoints(mostPoints);
  }
  if (panel.days) {
    // Grafana counts from now on, then shifts back; what it says beside the title of that is no help.
    const { back, ahead } = panel.days;
    builder
      .timeFrom(`+${back + ahead}d`)
      .timeShift(`${back}d`)
      .hideTimeOverride(true);
  }
  if (panel.now) {
    builder.timeFrom(untilNow).hideTimeOverride(true);
  }
  if (panel.decimals !== undefined) {
    builder.decimals(panel.decimals);
  }
  if (panel.min !== undefined) {
    builder.min(panel.min);
  }
  if (panel.max !== undefined) {
    builder.max(panel.max);
  }
  const mappings = mappingsOf(system, panel);
  if (mappings.length > 0) {
    builder.mappings(mappings);
  }
  const traces = traceLinks(system, panel, expressionsOf(system, panel));
  if (traces.length > 0) {
    builder.dataLinks(traces);
  }
  return builder;
}

/** What is divided by nothing, because nothing happened, is no number: a table would say NaN, other panels of one value say why they are empty. */
const idle: dashboard.SpecialValueMap = {
  type: dashboard.MappingType.SpecialValue,
  options: { match: dashboard.SpecialValueMatch.NotANumber, result: { text: 'idle', color: 'text' } },
};

const nothing = (result: dashboard.ValueMappingResult): dashboard.SpecialValueMap => ({
  type: dashboard.MappingType.SpecialValue,
  options: { match: dashboard.SpecialValueMatch.Null, result },
});

function mappingsOf(system: System, panel: Panel): dashboard.ValueMapping[] {
  return [
    ...(panel.mappings.length > 0 ? [mapping(panel)] : []),
    ...(panel.promql.length > 0 && panel.type === 'table' ? [idle] : []),
    // Where small values are bad, no value at all would have their colour.
    ...(panel.type === 'stat' && steps(system, panel)[0]?.color !== calm ? [nothing({ color: calm })] : []),
    // The legend of a timeline would name it by the reason why the whole panel is empty.
    ...(panel.type === 'state-timeline' ? [nothing({ text: ' ', color: 'transparent' })] : []),
  ];
}

/** The document's own mappings have no type and stand in the wrong place (C-26). */
function mapping(panel: Panel): dashboard.ValueMap {
  return {
    type: dashboard.MappingType.ValueToText,
    options: Object.fromEntries(panel.mappings.map(({ value, text, color }, index) => [value, { text, color, index }])),
  };
}

/** What it shows, who says so, in which unit, and where its lines come from. */
function describe(system: System, panel: Panel, whyEmpty: string | undefined): string {
  const limits = [
    ...panel.alerts
      .map((id) => alertOf(system, id))
      .map((a) => `${a.severity} ${a.condition.op} ${a.condition.threshold} (${a.documentIds.join(', ')})`),
    ...panel.targets
      .map((id) => targetOf(system, id))
      .map((t) => `target ${t.op} ${t.limit}${t.unit === panel.unit ? '' : ` as a ratio`} (${t.id})`),
  ];
  const parts = [panel.description, `Document: ${panel.anchor}.`, `Unit: ${unitWord(panel.unit)}.`];
  return [
    ...parts,
    ...(limits.length > 0 ? [`Limits: ${limits.join('; ')}.`] : []),
    ...(whyEmpty ? [whyEmpty] : []),
  ].join('\n\n');
}

/** Every alert that is about this panel, whether it draws its line or not. */
function alertsOf(system: System, panel: Panel): Alert[] {
  return system.alerts.filter((alert) => alert.panel === panel.id || panel.alerts.includes(alert.id));
}

function panelLinks(system: System, panel: Panel) {
  return alertsOf(system, panel).flatMap((alert) => [
    new dashboard.DashboardLinkBuilder(`Rule ${alert.name}`).url(ruleLink(alert.name)),
    new dashboard.DashboardLinkBuilder(`Runbook ${alert.name}`)
      .url(`${runbooks}/${system.name}/${runbookFile(alert.id)}`)
      .targetBlank(true),
  ]);
}

function links(system: System) {
  const link = (title: string) =>
    new dashboard.DashboardLinkBuilder(title).type(dashboard.DashboardLinkType.Link).icon('external link');
  return [
    new dashboard.DashboardLinkBuilder('Yardstick dashboards')
      .type(dashboard.DashboardLinkType.Dashboards)
      .tags(['yardstick'])
      .asDropdown(false)
      .includeVars(true)
      .keepTime(true),
    link('Rules').url(rulesLink(system.name)),
    link('Yardstick').url(appPath),
    link('Runbooks').url(`${runbooks}/README.md`).targetBlank(true),
  ];
}

/** What was busy within a day comes after what is now: it may be chosen too, and a range may end later than now, as "Today" does. */
const withIdle = (busiest: string) => `${busiest} or 1e-9 * ${busiest.replace(/\[\d\w+\]/, '[1d]')}`;

function variablesOf(system: System, spec: Dashboard) {
  return [
    sourceVariable('prometheus', 'Where the metrics come from.'),
    sourceVariable('yardstick', 'Where baselines, targets, conversions and breakers come from.'),
    new dashboard.ConstantVariableBuilder('jobs')
      .description('Jobs of the application.')
      .value(jobPattern(system.selector)),
    new dashboard.ConstantVariableBuilder('host_jobs')
      .description('Jobs of its hosts and exporters.')
      .value(jobPattern(system.hostSelector)),
    ...(system.trace ? [tracesSource()] : []),
    ...spec.variables.map((variable) => {
      const text = `query_result(sort_desc(${scoped(withIdle(variable.busiest), system, variables())}))`;
      return new dashboard.QueryVariableBuilder(variable.name)
        .label(variable.label)
        .description(variable.description)
        .datasource(prometheusRef)
        .query({ query: text, refId: variable.name })
        .definition(text)
        .regex(`/${variable.of}="([^"]+)"/`)
        .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
        .sort(dashboard.VariableSort.Disabled);
    }),
  ];
}

/** Of weeks every violation would be a line, and the lines would hide the curves: only deployments are drawn unless a person asks. */
const ofWeeks = ({ from }: Dashboard) => /^now-(([7-9]|[1-9]\d+)d|\d+[wM])$/.test(from);

function annotations(system: System, spec: Dashboard) {
  const own = marksOf(system.name, (kind) => kind === 'deployment' || !ofWeeks(spec));
  const alertStates = new dashboard.AnnotationQueryBuilder()
    .name('Annotations & Alerts')
    .builtIn(1)
    .type('dashboard')
    .datasource({ type: 'grafana', uid: '-- Grafana --' })
    .enable(true)
    .hide(true)
    .iconColor('rgba(0, 211, 255, 1)');
  return [
    alertStates,
    own('Violations', 'violation', 'orange'),
    own('Deployments', 'deployment', 'purple'),
    own('New baselines', 'baseline', 'blue'),
    own('Changed baselines', 'change', 'light-blue'),
  ];
}
