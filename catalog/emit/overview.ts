/** How are all systems together? The dashboard that leads to those of each: one line per system, then what is wrong now. */
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as statetimeline from '@grafana/grafana-foundation-sdk/statetimeline';
import * as table from '@grafana/grafana-foundation-sdk/table';

import type { OwnQuery } from '../panel';
import { dashboardUid, rulesLink } from '../project';
import { jobPattern, scoped } from '../scope';
import type { Scope } from '../promql';
import type { System } from '../system';
import { shownResponsive } from '../watch';
import { emptyOf } from './empty';
import type { Position } from './layout';
import { marksOf } from './marks';
import { alertList, colours, links, sourceVariable } from './own-dashboard';
import { overviewName } from './places';
import { asked, prometheusRef, refId, YardstickQuery, yardstickRef } from './queries';
import { narrowColumns, wrapped } from './tables';
import { calm } from './thresholds';
import { asNumber, eachTargetOnce, untilNow } from './visuals';

export const overviewTitle = 'Yardstick overview';
/** The panel with the alerts of all systems. */
export const overviewAlerts = 'Firing and pending';

/** Every query of the data source that names no system asks for all that this Prometheus has. */
const allSystems = '';

/** Ids of a system's panels begin at its place times this. */
const idStep = 10;
const lineHeight = 4;

export function overviewJson(systems: readonly System[]): string {
  const builder = new dashboard.DashboardBuilder(overviewTitle)
    .uid(dashboardUid(overviewName))
    .description(
      'All documented systems on one page: who answers, who is slower than normal or fails more than usual, which limits are missed.'
    )
    .tags(['yardstick', overviewName])
    .editable()
    .timezone('browser')
    .time({ from: 'now-6h', to: 'now' })
    .refresh('1m')
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .variables(variables(systems))
    .annotations(annotations())
    .links(links(rulesLink(...systems.map(({ name }) => name), 'yardstick')));
  systems.forEach((system, i) => {
    const y = i * (lineHeight + 1);
    builder.withRow(new dashboard.RowBuilder(system.title).id(idStep * (i + 1)).gridPos({ x: 0, y, w: 24, h: 1 }));
    line(system, idStep * (i + 1), y + 1).forEach((panel) => builder.withPanel(panel));
  });
  const first = idStep * (systems.length + 1);
  const below = systems.length * (lineHeight + 1);
  builder.withRow(new dashboard.RowBuilder('All systems').id(first).gridPos({ x: 0, y: below, w: 24, h: 1 }));
  together(systems, first, below + 1).forEach((panel) => builder.withPanel(panel));
  return `${JSON.stringify({ ...builder.build(), id: null, version: 1 }, null, 2)}\n`;
}

/** The constants that hold the systems' job names; another name is one change. */
const variableOf = (system: System, what: 'jobs' | 'host_jobs') => `${system.name.replaceAll('-', '_')}_${what}`;
const scopeOf = (system: System): Scope => ({
  app: `job=~"$${variableOf(system, 'jobs')}"`,
  host: `job=~"$${variableOf(system, 'host_jobs')}"`,
});

function variables(systems: readonly System[]) {
  return [
    sourceVariable('prometheus', 'Where the metrics come from.'),
    sourceVariable('yardstick', 'Where baselines, targets and violations come from.'),
    ...systems.map((system) =>
      new dashboard.ConstantVariableBuilder(variableOf(system, 'jobs'))
        .description(`Jobs of ${system.title}.`)
        .value(jobPattern(system.selector))
    ),
  ];
}

function annotations() {
  const own = marksOf(allSystems, () => true);
  return [own('Violations', 'violation', 'orange'), own('Deployments', 'deployment', 'purple')];
}

const quiet = { value: null, color: calm };
const orangeFrom = (value: number) => [quiet, { value, color: 'orange' }];
const answers = {
  type: dashboard.MappingType.ValueToText,
  options: { '0': { text: 'no answer', color: 'red', index: 0 }, '1': { text: 'answers', color: 'text', index: 1 } },
} satisfies dashboard.ValueMap;

/** Health, baselines, what is slow, what is missed, what fires, and where to read on. */
function line(system: System, id: number, y: number) {
  const at = (x: number, w: number): Position => ({ x, y, w, h: lineHeight });
  const own = (query: OwnQuery, ref = 'A') => new YardstickQuery(ref, system.name, query);
  return [
    number(
      'Up', // as much of a title as there is room for, here and below
      id + 1,
      at(0, 3),
      'Whether at least one instance of the application answers. Its exporters do not count.',
      `This Prometheus has not seen ${system.title} within a day.`
    )
      .datasource(prometheusRef)
      .timeFrom(untilNow)
      .hideTimeOverride(true)
      .mappings([answers])
      .withTarget(asked(scoped(shownResponsive(system), system, scopeOf(system)), 'A', system.title).instant()),
    number(
      'Baselines',
      id + 2,
      at(3, 4),
      'How many operations are known, and how many of them have a baseline that can be relied on.',
      `No operation of ${system.title} has been seen yet.`
    )
      // Four names in so little room were smaller than anyone can read.
      .reduceOptions(sumOf('/^(operations|active)$/'))
      .textMode(common.BigValueTextMode.ValueAndName)
      .withTarget(own({ queryType: 'table', table: 'coverage' })),
    number(
      'Off normal',
      id + 3,
      at(7, 4),
      'How many operations are slower than normal, of how many more requests fail than usual, and how many complete nothing, by a tier of at least a warning.',
      `Nothing of ${system.title} has a baseline yet.`
    )
      .reduceOptions(sumOf(''))
      .textMode(common.BigValueTextMode.ValueAndName)
      .overrideByQuery('A', [asNumber, named('slow')])
      .overrideByQuery('B', [asNumber, named('failing')])
      .overrideByQuery('C', [asNumber, named('silent')])
      .thresholds(colours(orangeFrom(1)))
      .withTarget(own({ queryType: 'deviation', signal: 'latency', measure: 'breach', mode: 'fast' }))
      .withTarget(own({ queryType: 'deviation', signal: 'errors', measure: 'breach', mode: 'fast' }, 'B'))
      .withTarget(own({ queryType: 'deviation', signal: 'rate', measure: 'breach', mode: 'fast' }, 'C')),
    number(
      'Missed',
      id + 4,
      at(11, 3),
      'How many documented limits are missed now, each once, however many operations miss it.',
      `No target of ${system.title} can be evaluated yet.`
    )
      .withTransformation(eachTargetOnce)
      .reduceOptions(sumOf(''))
      .thresholds(colours(orangeFrom(1)))
      .withTarget(own({ queryType: 'targets', measure: 'missed' })),
    // One narrower, and Grafana's sentence that nothing fires takes two lines and cuts the number below it.
    alerts('Alerts', id + 5, at(14, 5), { system: system.name, view: 'stat' }),
    new dashboard.PanelBuilder()
      .type('dashlist')
      .id(id + 6)
      .title('Dashboards')
      .description(`The dashboards of ${system.title}.`)
      .gridPos(at(19, 5))
      .options({
        includeVars: false,
        keepTime: true,
        maxItems: 10,
        query: '',
        showFolderNames: false,
        showHeadings: false,
        showRecentlyViewed: false,
        showSearch: true,
        showStarred: false,
        tags: ['yardstick', system.name],
      }),
  ];
}

function together(systems: readonly System[], id: number, y: number) {
  return [
    new statetimeline.PanelBuilder()
      .id(id + 1)
      .title('Who answered')
      .description('Whether each system answered over this range, with its violations and deployments marked.')
      .datasource(prometheusRef)
      .gridPos({ x: 0, y, w: 24, h: 2 + systems.length })
      .unit('short')
      .noValue('None of the documented systems has been scraped in this range.')
      .mappings([answers])
      .mergeValues(true)
      .showValue(common.VisibilityMode.Never)
      .targets(
        systems.map((system, i) =>
          asked(scoped(shownResponsive(system), system, scopeOf(system)), refId(i), system.title).range()
        )
      ),
    violations(id + 2, { x: 0, y: y + 2 + systems.length, w: 24, h: 10 }),
    alerts(overviewAlerts, id + 3, { x: 0, y: y + 12 + systems.length, w: 24, h: 8 }, { view: 'list' }),
  ];
}

const named = (word: string) => ({ id: 'displayName', value: word });
const sumOf = (fields: string) => new common.ReduceDataOptionsBuilder().values(false).calcs(['sum']).fields(fields);

function number(title: string, id: number, at: Position, description: string, empty: string) {
  const { noValue, remark } = emptyOf('stat', at.w, empty);
  return new stat.PanelBuilder()
    .id(id)
    .title(title)
    .description(`${description}\n\n${remark}`)
    .datasource(yardstickRef)
    .gridPos(at)
    .unit('short')
    .decimals(0)
    .noValue(noValue)
    .thresholds(colours([quiet]))
    .colorMode(common.BigValueColorMode.Value)
    .graphMode(common.BigValueGraphMode.None)
    .textMode(common.BigValueTextMode.Value)
    .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.Thresholds));
}

function violations(id: number, at: Position) {
  // Without its end, which follows from start and duration: there is more to say of the reason.
  const names = ['system', 'operation', 'signal', 'tier', 'start', 'duration', 'peak', 'reason'];
  return new table.PanelBuilder()
    .id(id)
    .title('Violations')
    .description(
      'Every stretch of this range in which an operation of any system stayed above its baseline, failed more than usual, or completed nothing.'
    )
    .datasource(yardstickRef)
    .gridPos(at)
    .unit('short')
    .noValue('Nothing left its baseline in this range.')
    .cellHeight(common.TableCellHeight.Sm)
    .filterable(true)
    .withTarget(new YardstickQuery('A', allSystems, { queryType: 'table', table: 'violations', limit: 100 }))
    .withTransformation({ id: 'filterFieldsByName', options: { include: { names: [...names, 'largest ratio'] } } })
    .overrideByRegexp('/.*/', [{ id: 'noValue', value: '' }, ...narrowColumns])
    .overrideByRegexp('/^(operation|reason)$/', [wrapped])
    .overrideByName('start', [{ id: 'custom.width', value: 155 }])
    .overrideByRegexp('/^(system|signal|duration|tier|peak|largest ratio)$/', [{ id: 'custom.width', value: 95 }]);
}

/** Of one system, or of all that Yardstick's rules name. */
function alerts(title: string, id: number, at: Position, show: { system?: string; view: 'stat' | 'list' }) {
  const filter = show.system ? `{system="${show.system}"}` : '{rule_version=~".+"}';
  const listed = show.view === 'list';
  const states = { firing: true, pending: listed, noData: false, normal: false, error: listed };
  return new dashboard.PanelBuilder()
    .type('alertlist')
    .id(id)
    .title(title)
    .description('Alerts of the rules that carry the label system, as Grafana evaluates them.')
    .gridPos(at)
    .options(alertList(filter, states, show.view));
}
