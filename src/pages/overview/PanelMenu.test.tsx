import { config } from '@grafana/runtime';
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type SystemOverview } from '../../datasource/resources';
import { openedDialog } from '../../test/dialog';
import { givenWorld } from '../../test/pages';
import { PanelMenu } from './PanelMenu';

const system = { name: 'kgas', title: 'KGAS' } as SystemOverview;
const panelOf = (title: string) => ({ type: 'timeseries', title, targets: [], options: {}, fieldConfig: {} });
const dashboards = ['Slow', 'Quick'].map((title) => ({
  uid: title,
  file: `${title}.json`,
  panels: [{ type: 'timeseries', title }],
}));

async function open(file: (name: string) => unknown) {
  config.bootData = { user: { orgRole: 'Editor' } } as never;
  givenWorld({
    answer: ({ path }) =>
      path.endsWith('index.json')
        ? { version: '1', systems: [{ ...system, dashboards }] }
        : path.startsWith('public/')
          ? file(path.split('/').at(-1) ?? '')
          : [],
  });
  await act(async () => void render(<PanelMenu system={system} uid="yardstick" />));
}

const choose = async (title: string) => {
  await userEvent.click(await screen.findByRole('button', { name: 'Panels of KGAS' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: `Add ${title} to a dashboard` }));
};

test('the panel that was chosen last is added, though another is read later', async () => {
  let end = (): void => undefined;
  const late = new Promise((resolve) => (end = () => resolve({ panels: [panelOf('Slow')] })));
  await open((name) => (name === 'Slow.json' ? late : { panels: [panelOf('Quick')] }));
  await choose('Slow');
  await choose('Quick');
  const dialog = await openedDialog();
  await act(async () => end());
  await userEvent.click(dialog.getByRole('radio', { name: 'A new one' }));
  const sent = givenWorld({ answer: ({ method }) => (method === 'POST' ? { uid: 'made' } : []) });
  await userEvent.click(dialog.getByRole('button', { name: 'Add' }));
  await waitFor(() =>
    expect(sent.find(({ method }) => method === 'POST')?.body).toMatchObject({
      dashboard: { title: 'Quick', panels: [{ title: 'Quick' }] },
    })
  );
});

test('a failure is told until another panel is chosen', async () => {
  await open((name) => (name === 'Slow.json' ? new Error('gone') : { panels: [panelOf('Quick')] }));
  await choose('Slow');
  expect(await screen.findByText('Gone')).toBeInTheDocument();
  await choose('Quick');
  await openedDialog();
  expect(screen.queryByText('Gone')).not.toBeInTheDocument();
});
