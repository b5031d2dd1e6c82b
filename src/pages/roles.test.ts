import { config } from '@grafana/runtime';
import { may, mayUse } from './roles';

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

test.each([
  ['Viewer', undefined, [false, false]],
  ['Editor', undefined, [true, true]],
  ['Viewer', {}, [false, false]],
  // viewers_can_edit of Grafana's configuration
  ['Viewer', { 'datasources:explore': true }, [true, false]],
  ['Editor', { 'alert.rules:create': true }, [false, true]],
])('which of the pages of Grafana a %s may use with the permissions %j', (orgRole, permissions, expected) => {
  config.bootData = { user: { orgRole, permissions } } as never;
  expect([mayUse('datasources:explore'), mayUse('alert.rules:create')]).toEqual(expected);
});
