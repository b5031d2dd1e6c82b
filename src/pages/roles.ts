// What may this person do? For buttons only: the server decides again, and its refusal is shown.
import { config } from '@grafana/runtime';

export type Role = 'Viewer' | 'Editor' | 'Admin';

const power: Record<string, number> = { Viewer: 1, Editor: 2, Admin: 3 };

export function may(need: Role): boolean {
  const { orgRole, isGrafanaAdmin } = config.bootData.user;
  return isGrafanaAdmin || (power[orgRole] ?? 0) >= (power[need] ?? 0);
}
