/** @jest-environment node */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { dashboardFor, type DashboardJson, markOf, standingOf } from './dashboard';

const kgas = JSON.parse(
  readFileSync(path.join(__dirname, '../../../dashboards/kgas/yardstick-kgas.json'), 'utf8')
) as DashboardJson;
const present = { folderUid: 'f', provisioned: false, message: markOf('0.1.0', kgas) };

test('what was installed and not saved since is installed', () => {
  expect(standingOf(kgas, present)).toBe('installed');
});

test.each(['', 'Longer lines', 'Restored from version 1'])(
  'a save with the message "%s" is the change of a person',
  (message) => {
    expect(standingOf(kgas, { ...present, message })).toBe('changed');
  }
);

test('a newer catalogue is seen on what nobody changed', () => {
  expect(standingOf({ ...kgas, title: 'KGAS, better' }, present)).toBe('outdated');
  expect(standingOf({ ...kgas, title: 'KGAS, better' }, { ...present, message: 'mine' })).toBe('changed');
});

test('one that is not there is missing, one from a file is left to the file', () => {
  expect(standingOf(kgas, undefined)).toBe('missing');
  expect(standingOf(kgas, { ...present, provisioned: true, message: '' })).toBe('provisioned');
});

test('one in a folder that a person may not see is there all the same', () => {
  expect(standingOf(kgas, { folderUid: '', provisioned: false, hidden: true })).toBe('hidden');
});

test('whoever may not see its versions is told that it is there', () => {
  expect(standingOf(kgas, { ...present, message: undefined })).toBe('installed');
});

test('the variables begin with the data sources that were chosen', () => {
  const sources = {
    prometheus: { uid: 'mimir', name: 'Mimir' },
    'yardstick-baselines-datasource': { uid: 'ys', name: 'Yardstick Mimir' },
  };
  const { id, templating } = dashboardFor(kgas, sources);
  const current = Object.fromEntries((templating?.list ?? []).map(({ name, current: now }) => [name, now]));
  expect(id).toBeNull();
  expect(current.prometheus).toMatchObject({ value: 'mimir' });
  expect(current.yardstick).toMatchObject({ value: 'ys' });
  expect(current.traces).toEqual(kgas.templating?.list?.find(({ name }) => name === 'traces')?.current);
});
