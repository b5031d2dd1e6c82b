import { config } from '@grafana/runtime';
import { may } from './roles';

const as = (orgRole: string, isGrafanaAdmin = false) =>
  void (config.bootData = { user: { orgRole, isGrafanaAdmin } } as never);

test.each([
  ['Viewer', [true, false, false]],
  ['Editor', [true, true, false]],
  ['Admin', [true, true, true]],
  ['None', [false, false, false]],
])('what a person may whose role is %s', (role, expected) => {
  as(role);
  expect([may('Viewer'), may('Editor'), may('Admin')]).toEqual(expected);
});

// pkg/plugin/roles.go reads the role in the organisation, which is all that Grafana tells a plugin.
test("a server administrator has the role that this organisation gives, as in the back end's eyes", () => {
  as('Viewer', true);
  expect([may('Editor'), may('Admin')]).toEqual([false, false]);
});
