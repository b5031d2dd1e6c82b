// How are rules read, installed, updated and removed? With the person's own session: Grafana refuses whoever may not.
import { getBackendSrv } from '@grafana/runtime';
import { type CatalogueGroup } from '../install/catalogue';
import { removeEmptied } from '../install/emptied';
import { changeResource } from '../datasources';
import { type Choices, groupName, type InstalledRule, ruleFor } from './rule';
import { expressionsOf, type RuleState } from './state';

const rulesPath = '/api/v1/provisioning/alert-rules';
const groupPath = (folder: string, group: string) =>
  `/api/v1/provisioning/folder/${encodeURIComponent(folder)}/rule-groups/${encodeURIComponent(group)}`;

/** Without provenance a rule can be edited by people (Grafana looks for the header, whatever it says). */
const editable = { showErrorAlert: false, showSuccessAlert: false, headers: { 'X-Disable-Provenance': 'true' } };

/** One rule changes and goes only as what it came as: one that was written through Grafana's API is "api". */
const asItCame = ({ provenance }: InstalledRule) => (provenance === 'api' ? { ...editable, headers: {} } : editable);

export const askRules = () =>
  getBackendSrv().get<InstalledRule[]>(rulesPath, undefined, undefined, { showErrorAlert: false });

interface Rewritten {
  expr: string;
  served: boolean;
}

export interface Metrics {
  expressions: Map<string, string>;
  unserved: Set<string>;
}

/** Rules over the metrics of Yardstick's own back end: it is no system of a data source, and its names are mapped to no others. */
const itself = 'yardstick';

/** The expressions as this Prometheus has the metrics, and those that it has not. */
export async function askMetrics(uid: string, system: string, groups: CatalogueGroup[]): Promise<Metrics> {
  const asked = expressionsOf(groups);
  if (system === itself || asked.length === 0) {
    return { expressions: new Map(), unserved: new Set() };
  }
  const { expressions } = await changeResource<{ expressions: Rewritten[] }>(uid, 'mapping/rewrite', {
    system,
    expressions: asked,
  });
  const pairs = asked.map((from, index) => [from, expressions[index]] as const);
  return {
    expressions: new Map(pairs.map(([from, to]) => [from, to?.expr ?? from])),
    unserved: new Set(pairs.filter(([, to]) => to?.served === false).map(([from]) => from)),
  };
}

interface Group {
  title: string;
  folderUid: string;
  interval: number;
  rules: InstalledRule[];
}

async function askGroup(folder: string, group: string): Promise<Group | undefined> {
  try {
    return await getBackendSrv().get<Group>(groupPath(folder, group), undefined, undefined, { showErrorAlert: false });
  } catch (error) {
    if ((error as { status?: number }).status === 404) {
      return undefined;
    }
    throw error;
  }
}

/** Adds rules to their groups; whatever else a group holds goes back as it was. */
export async function install(states: RuleState[], choices: Choices, folder: string): Promise<void> {
  for (const group of new Set(states.map((state) => state.group))) {
    const title = groupName(choices.yardstick, group.name);
    const wanted = states
      .filter((state) => state.group === group)
      .map(({ rule }) => ruleFor(rule, choices, folder, title));
    const uids = new Set(wanted.map(({ uid }) => uid));
    const there = (await askGroup(folder, title))?.rules ?? [];
    const rules = [...there.filter(({ uid }) => !uids.has(uid)), ...wanted];
    await getBackendSrv().put(groupPath(folder, title), { title, interval: group.interval, rules }, editable);
  }
}

/** The rule as the catalogue has it now, in the folder and group where a person has put it. */
export async function update(states: RuleState[], choices: (state: RuleState) => Choices): Promise<void> {
  for (const state of states) {
    const { installed, rule } = state;
    if (installed) {
      const wanted = ruleFor(rule, choices(state), installed.folderUID, installed.ruleGroup);
      await getBackendSrv().put(`${rulesPath}/${installed.uid}`, wanted, asItCame(installed));
    }
  }
}

/** Whether there is no such rule any more. */
async function isGone(uid: string): Promise<boolean> {
  return getBackendSrv()
    .get<InstalledRule>(`${rulesPath}/${uid}`, undefined, undefined, { showErrorAlert: false })
    .then(
      () => false,
      (error: { status?: number }) => error.status === 404
    );
}

export async function remove(states: RuleState[]): Promise<void> {
  for (const { installed } of states) {
    if (installed) {
      await removeOne(installed);
    }
  }
  await removeEmptied(states.flatMap(({ installed }) => installed?.folderUID ?? []));
}

/**
 * Grafana answers with 204 and calls that JSON; its own client then fails on the empty body, without a status. So does
 * it where nothing answered: what counts is whether the rule is still there.
 */
async function removeOne(rule: InstalledRule): Promise<void> {
  try {
    await getBackendSrv().delete(`${rulesPath}/${rule.uid}`, undefined, asItCame(rule));
  } catch (error) {
    const refused = (error as { status?: number }).status !== undefined;
    if (refused || !(await isGone(rule.uid))) {
      throw error;
    }
  }
}
