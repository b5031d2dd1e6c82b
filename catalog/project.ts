/** What is the same in everything that is generated? */

/** Version of the catalogue; on every rule as the label rule_version. */
export const catalogVersion = '0.1.0';

/** Where the generated runbooks can be read. */
export const runbooks = 'https://github.com/yardstick-baselines/yardstick/blob/main/docs/runbooks';

export const datasources = {
  prometheus: { type: 'prometheus', uid: 'prometheus' },
  yardstick: { type: 'yardstick-baselines-datasource', uid: 'yardstick' },
} as const;

export const datasourceNames = { prometheus: 'Prometheus', yardstick: 'Yardstick' } as const;

/** From a dashboard, about the data source that is chosen there. */
export const appPath = '/a/yardstick-baselines-app/overview?ds=${yardstick}';

/** One scheme for everything that comes from files; the installer has another (two in one Grafana would stop it from starting). */
export const ruleUid = (id: string) => `yardstick-f-${id.toLowerCase().replaceAll('+', '-')}`;
/** "github-pm" as the names of rules spell it: GithubPm. */
export const ruleName = (system: string) =>
  system.replaceAll(/(?:^|-)([a-z])/g, (_, first: string) => first.toUpperCase());
export const runbookFile = (id: string) => `${id.toLowerCase().replaceAll('+', '-')}.md`;
export const dashboardUid = (system: string, name = '') =>
  name === '' ? `yardstick-${system}` : `yardstick-${system}-${name}`;
const ruleSearch = (filter: string) => `/alerting/list?search=${encodeURIComponent(filter)}`;
/** Grafana's list of alert rules, narrowed to one. */
export const ruleLink = (name: string) => ruleSearch(`rule:${name}`);
/** Narrowed to those of some systems. A word that is no filter would be looked for in the names of rules. */
export const rulesLink = (...systems: string[]) =>
  ruleSearch(`label:"system${systems.length === 1 ? '=' : '=~'}${systems.join('|')}"`);
