// What may this person do? For buttons only: the server decides again, and its refusal is shown.
import { config } from '@grafana/runtime';

export type Role = 'Viewer' | 'Editor' | 'Admin';

const power: Record<string, number> = { Viewer: 1, Editor: 2, Admin: 3 };

/** By the role in the organisation, as the server does: who administers the whole Grafana has no other one here. */
export function may(need: Role): boolean {
  return (power[config.bootData.user.orgRole] ?? 0) >= (power[need] ?? 0);
}
