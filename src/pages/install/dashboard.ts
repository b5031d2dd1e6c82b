// How does a dashboard of the catalogue become one of this Grafana, and is the installed one still what it was?
import { type Source } from '../datasources';
import { fingerprint } from './fingerprint';

export interface DashboardJson {
  uid: string;
  title: string;
  templating?: { list?: Array<{ type: string; query?: unknown; [field: string]: unknown }> };
  [field: string]: unknown;
}

/** What Grafana says of the one that is there. */
export interface Present {
  folderUid: string;
  provisioned: boolean;
  /** Of the version that is valid now; undefined where a person may not see it. */
  message?: string;
  /** It is in a folder that this person may not see, and nothing else is known of it. */
  hidden?: boolean;
}

export type DashboardStanding = 'missing' | 'hidden' | 'installed' | 'outdated' | 'changed' | 'provisioned';

const marked = /^Yardstick \S+ \[([0-9a-f]{16})\]$/;

/** The message of the installed version: every save by a person has another one, or none. */
export const markOf = (version: string, dashboard: DashboardJson) => `Yardstick ${version} [${fingerprint(dashboard)}]`;

export function standingOf(dashboard: DashboardJson, present: Present | undefined): DashboardStanding {
  if (!present) {
    return 'missing';
  }
  if (present.hidden) {
    return 'hidden';
  }
  if (present.provisioned) {
    return 'provisioned';
  }
  if (present.message === undefined) {
    return 'installed';
  }
  const [, mark] = marked.exec(present.message) ?? [];
  return mark === undefined ? 'changed' : mark === fingerprint(dashboard) ? 'installed' : 'outdated';
}

/** The variables of the data sources begin with those that were chosen. */
export function dashboardFor(dashboard: DashboardJson, sources: Record<string, Source | undefined>): DashboardJson {
  const list = (dashboard.templating?.list ?? []).map((variable) => {
    const source = variable.type === 'datasource' ? sources[String(variable.query)] : undefined;
    return source ? { ...variable, current: { text: source.name, value: source.uid, selected: true } } : variable;
  });
  return { ...dashboard, id: null, templating: { ...dashboard.templating, list } };
}
