import { type DataSourceInstanceSettings } from '@grafana/data';
import { type DataSourceSrv, setDataSourceSrv } from '@grafana/runtime';
import { act, render, screen } from '@testing-library/react';
import Configuration from './Configuration';

// It has tests of its own.
jest.mock('./mapping/MappingSection', () => ({ __esModule: true, default: () => <h3>Metric mapping</h3> }));

async function open(enabled: boolean, sources: string[]) {
  const list = sources.map((uid) => ({ uid, name: uid }) as DataSourceInstanceSettings);
  setDataSourceSrv({ getList: () => list } as unknown as DataSourceSrv);
  await act(async () => render(<Configuration plugin={{ meta: { enabled } } as never} query={{}} />));
}

test('an enabled app leads to the settings of its data sources', async () => {
  await open(true, ['yardstick']);
  expect(screen.getByText(/Yardstick is enabled/)).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Settings of yardstick' })).toHaveAttribute(
    'href',
    '/connections/datasources/edit/yardstick'
  );
  expect(screen.getByRole('heading', { name: 'Metric mapping' })).toBeInTheDocument();
});

test('a disabled one says what does not work', async () => {
  await open(false, []);
  expect(screen.getByText(/its data source and panels work only while it is enabled/)).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Add a data source' })).toBeInTheDocument();
  expect(screen.queryByRole('heading', { name: 'Metric mapping' })).not.toBeInTheDocument();
});
