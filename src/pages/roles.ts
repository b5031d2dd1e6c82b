// What may this person do? For buttons only: the server decides again, and its refusal is shown.
import { config } from '@grafana/runtime';

export type Role = 'Viewer' | 'Editor' | 'Admin';

const power: Record<string, number> = { Viewer: 1, Editor: 2, Admin: 3 };

/** By the role in the organisation, as the server does: who administers the whole Grafana has no other one here. */
export function may(need: Role): boolean {
  return (power[config.bootData.user.orgRole] ?? 0) >= (power[need] ?? 0);
}

/**
 * What Grafana's own pages ask for: Explore, and the form of a new rule. It takes whoever may not use them to its first
 * page, without a word, so that no link leads there. Its permissions can be others than those of the role.
 */
export function mayUse(action: 'datasources:explore' | 'alert.rules:create'): boolean {
  const { permissions } = config.bootData.user;
  return permissions ? permissions[action] === true : may('Editor');
}
