import { config } from '@grafana/runtime';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { givenWorld, Refused, type Sent } from '../../test/pages';
import AddDialog from './AddDialog';
import { type SizedPanel } from './panel';

const sized: SizedPanel = {
  size: { w: 24, h: 9 },
  panel: {
    type: 'timeseries',
    title: 'graph_query: p95 against normal',
    targets: [],
    options: {},
    fieldConfig: { defaults: {}, overrides: [] },
  },
};

const group = '/apis/dashboard.grafana.app';
const at = (version: string) => `${group}/${version}/namespaces/stacks-1/dashboards/ours`;
const stored = {
  apiVersion: 'dashboard.grafana.app/v0alpha1',
  metadata: { name: 'ours', resourceVersion: '41', annotations: { 'grafana.app/folder': 'f' } },
  spec: { title: 'Our service', schemaVersion: 30, panels: [{ id: 1, gridPos: { x: 0, y: 0, w: 24, h: 8 } }] },
};

beforeEach(() => {
  config.namespace = 'stacks-1';
});

const world = (saved: (sent: Sent) => unknown = () => ({})) =>
  givenWorld({
    answer: (sent) => {
      if (sent.method !== 'GET') {
        return saved(sent);
      }
      if (sent.path === `${group}/`) {
        return { preferredVersion: { version: 'v1beta1' } };
      }
      if (sent.path.startsWith('/api/search')) {
        return [{ uid: 'ours', title: 'Our service', folderTitle: 'Team' }];
      }
      if (sent.path.startsWith('/api/folders')) {
        return [{ uid: 'f', title: 'Team' }];
      }
      return sent.path === at('v1beta1')
        ? {
            ...stored,
            apiVersion: 'dashboard.grafana.app/v1beta1',
            status: { conversion: { storedVersion: 'v0alpha1' } },
          }
        : stored;
    },
  });

async function chooseOurs() {
  render(<AddDialog sized={sized} onClose={() => undefined} />);
  // The dialog takes the focus when it has opened, and that closes a list.
  await waitFor(() => expect(screen.getByRole('dialog')).toContainElement(document.activeElement as HTMLElement));
  await userEvent.click(screen.getByRole('combobox', { name: /Dashboard/ }));
  await userEvent.click(await screen.findByRole('option', { name: /Our service/ }, { timeout: 5000 }));
  await userEvent.click(screen.getByRole('button', { name: 'Add' }));
}

test('a dashboard is changed in the version in which it is kept, and only where it still is what was read', async () => {
  const sent = world();
  await chooseOurs();
  const lead = await screen.findByRole('link', { name: 'Open dashboard' });
  expect(lead).toHaveAttribute('href', '/d/ours');
  expect(lead).toHaveFocus();
  const put = sent.find(({ method }) => method === 'PUT');
  expect(put?.path).toBe(`${at('v0alpha1')}?fieldValidation=Ignore`);
  expect(put?.body).toMatchObject({
    metadata: { resourceVersion: '41', annotations: { 'grafana.app/folder': 'f' } },
    spec: { schemaVersion: 30, panels: [{ id: 1 }, { id: 2, gridPos: { y: 8 }, title: sized.panel.title }] },
  });
});

test("Grafana's refusal is shown in its own words", async () => {
  world(() => new Refused(409, { message: 'the object has been modified' }));
  await chooseOurs();
  expect(await screen.findByText('The object has been modified')).toBeVisible();
});

test('a new dashboard has this one panel, in the folder of choice', async () => {
  const sent = world(() => ({ uid: 'new' }));
  render(<AddDialog sized={sized} onClose={() => undefined} />);
  await userEvent.click(screen.getByRole('radio', { name: 'A new one' }));
  await userEvent.click(await screen.findByRole('combobox', { name: 'Folder' }));
  await userEvent.click(await screen.findByRole('option', { name: 'Team' }));
  await userEvent.click(screen.getByRole('button', { name: 'Add' }));
  expect(await screen.findByRole('link', { name: 'Open dashboard' })).toHaveAttribute('href', '/d/new');
  await waitFor(() =>
    expect(sent.find(({ method }) => method === 'POST')?.body).toMatchObject({
      folderUid: 'f',
      overwrite: false,
      dashboard: { title: sized.panel.title, panels: [{ id: 1, gridPos: { x: 0, y: 0, w: 24, h: 9 } }] },
    })
  );
});
