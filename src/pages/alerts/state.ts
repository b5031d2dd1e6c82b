// Where does each rule of the catalogue stand in this Grafana?
import { type CatalogueGroup, type CatalogueRule } from '../install/catalogue';
import { type Figures } from './figures';
import { changedByPerson, type Choices, choicesOf, fileUid, type InstalledRule, installedUid, outdated } from './rule';

export type Standing = 'missing' | 'installed' | 'outdated' | 'changed' | 'provisioned';

export interface RuleState {
  rule: CatalogueRule;
  group: CatalogueGroup;
  standing: Standing;
  /** Where a person changed it and the catalogue did as well: both are kept until somebody chooses. */
  newer: boolean;
  installed?: InstalledRule;
  /** False where this Prometheus lacks a metric of it. */
  served: boolean;
  /** Other numbers than the documented ones: those installed, else those chosen for the installation. */
  figures: Figures;
}

export function statesOf(
  groups: CatalogueGroup[],
  installed: InstalledRule[],
  choices: Choices,
  unserved: ReadonlySet<string>
): RuleState[] {
  const byUid = new Map(installed.map((rule) => [rule.uid, rule]));
  return groups.flatMap((group) =>
    group.rules.map((rule): RuleState => {
      const served = !rule.data.some(({ model }) => typeof model.expr === 'string' && unserved.has(model.expr));
      const own = byUid.get(installedUid(choices.yardstick, rule.id));
      const ofFile = aboutTheSame(byUid.get(fileUid(rule.id)), choices);
      if (own) {
        const newer = outdated(own, rule, choices);
        const standing = changedByPerson(own) ? 'changed' : newer ? 'outdated' : 'installed';
        const figures = choicesOf(own, rule, choices).figures.get(rule.id) ?? {};
        return { rule, group, standing, newer, installed: own, served, figures };
      }
      const figures = ofFile ? {} : (choices.figures.get(rule.id) ?? {});
      return {
        rule,
        group,
        standing: ofFile ? 'provisioned' : 'missing',
        newer: false,
        installed: ofFile,
        served,
        figures,
      };
    })
  );
}

/** Rules of a file watch the data sources that it names; for another one they are missing. */
function aboutTheSame(rule: InstalledRule | undefined, { prometheus, yardstick }: Choices): InstalledRule | undefined {
  const sources = rule?.data.map(({ datasourceUid }) => datasourceUid) ?? [];
  return sources.every((uid) => ['__expr__', prometheus, yardstick].includes(uid)) ? rule : undefined;
}

/** The PromQL of a system's rules, each once. */
export function expressionsOf(groups: CatalogueGroup[]): string[] {
  const all = groups.flatMap(({ rules }) => rules.flatMap(({ data }) => data.map(({ model }) => model.expr)));
  return [...new Set(all.filter((expr): expr is string => typeof expr === 'string'))];
}
