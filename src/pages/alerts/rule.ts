// How does a rule of the catalogue become a rule of this Grafana, and is an installed one still what it was?
import { fingerprint } from '../install/fingerprint';
import { type AlertQuery, type CatalogueRule } from '../install/catalogue';
import { type Figures, figuresFrom, figuresName, secondsOf, withFigures } from './figures';

export interface NotificationSettings {
  receiver: string;
}

/** As GET /api/v1/provisioning/alert-rules gives it, and PUT takes it. */
export interface InstalledRule extends Omit<CatalogueRule, 'id'> {
  uid: string;
  folderUID: string;
  ruleGroup: string;
  provenance?: string;
  notification_settings?: NotificationSettings | null;
}

/** What the person who installs decides. */
export interface Choices {
  prometheus: string;
  yardstick: string;
  /** Further labels: team and the like. */
  labels: Record<string, string>;
  /** A contact point; without one Grafana's notification policies route by labels. */
  receiver?: string;
  /** Expressions of this Prometheus, by those of the catalogue: its metrics may have other names. */
  expressions: ReadonlyMap<string, string>;
  /** Other numbers than the documented ones, by the rule's id. */
  figures: ReadonlyMap<string, Figures>;
}

export const markName = 'yardstick_installed';

/** One scheme for the installer, another for files: two of one uid would stop Grafana from starting. */
export const installedUid = (source: string, id: string) => `yardstick-${fingerprint(source).slice(0, 6)}-${id}`;
export const fileUid = (id: string) => `yardstick-f-${id}`;
export const groupName = (source: string, group: string) => `yardstick-${fingerprint(source).slice(0, 6)}-${group}`;

/** The rule as it is to be installed, with the mark by which a later change by a person is seen. */
export function ruleFor(rule: CatalogueRule, choices: Choices, folderUID: string, ruleGroup: string): InstalledRule {
  const { id, ...text } = withFigures(rule, choices.figures.get(rule.id) ?? {});
  const wanted: InstalledRule = {
    ...text,
    uid: installedUid(choices.yardstick, id),
    folderUID,
    ruleGroup,
    labels: { ...choices.labels, ...rule.labels },
    data: text.data.map((query) => withSource(query, choices)),
    ...(choices.receiver && { notification_settings: { receiver: choices.receiver } }),
  };
  return { ...wanted, annotations: { ...wanted.annotations, [markName]: fingerprint(whatPeopleChange(wanted)) } };
}

function withSource(query: AlertQuery, { prometheus, yardstick, expressions }: Choices): AlertQuery {
  const uid = { prometheus, yardstick }[query.datasourceUid];
  if (uid === undefined) {
    return query;
  }
  const { expr, datasource, ...model } = query.model;
  return {
    ...query,
    datasourceUid: uid,
    model: {
      ...model,
      datasource: { ...(datasource as object), uid },
      ...(typeof expr === 'string' && { expr: expressions.get(expr) ?? expr }),
    },
  };
}

/** Without what Grafana adds by itself, and without folder and group: moving a rule changes nothing of it. */
function whatPeopleChange(rule: InstalledRule): unknown {
  return {
    title: rule.title,
    condition: rule.condition,
    for: secondsOf(rule.for),
    keepFiringFor: secondsOf(rule.keep_firing_for),
    noDataState: rule.noDataState,
    execErrState: rule.execErrState,
    isPaused: rule.isPaused,
    labels: rule.labels,
    annotations: without(rule.annotations, [markName]),
    receiver: rule.notification_settings?.receiver,
    data: rule.data.map(({ refId, datasourceUid, model }) => ({
      refId,
      datasourceUid,
      asked: without(model, ['intervalMs', 'maxDataPoints', 'refId']),
    })),
  };
}

const without = <T>(record: Record<string, T>, names: string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));

export const changedByPerson = (rule: InstalledRule) =>
  rule.annotations[markName] !== fingerprint(whatPeopleChange(rule));

/** What was chosen when the rule was installed, read back from it, so that an update keeps it. */
export function choicesOf(installed: InstalledRule, rule: CatalogueRule, choices: Choices): Choices {
  const own = Object.entries(installed.labels).filter(([name]) => !(name in rule.labels));
  const sources = installed.data.map(({ datasourceUid }) => datasourceUid);
  const prometheus = rule.data.findIndex(({ datasourceUid }) => datasourceUid === 'prometheus');
  return {
    ...choices,
    prometheus: sources[prometheus] ?? choices.prometheus,
    labels: Object.fromEntries(own),
    figures: new Map([[rule.id, figuresFrom(installed.annotations[figuresName])]]),
    receiver: installed.notification_settings?.receiver,
  };
}

/** Whether the catalogue, or the mapping of metrics, now says something else than what was installed. */
export function outdated(installed: InstalledRule, rule: CatalogueRule, choices: Choices): boolean {
  const wanted = ruleFor(rule, choicesOf(installed, rule, choices), installed.folderUID, installed.ruleGroup);
  return wanted.annotations[markName] !== installed.annotations[markName];
}
