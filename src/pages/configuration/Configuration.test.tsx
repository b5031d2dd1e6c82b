import { type DataSourceInstanceSettings } from '@grafana/data';
import { type DataSourceSrv, setDataSourceSrv } from '@grafana/runtime';
import { render, screen } from '@testing-library/react';
import Configuration from './Configuration';

function open(enabled: boolean, sources: string[]) {
  const list = sources.map((uid) => ({ uid, name: uid }) as DataSourceInstanceSettings);
  setDataSourceSrv({ getList: () => list } as unknown as DataSourceSrv);
  render(<Configuration plugin={{ meta: { enabled } } as never} query={{}} />);
}

test('an enabled app leads to the settings of its data sources', () => {
  open(true, ['yardstick']);
  expect(screen.getByText(/Yardstick is enabled/)).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Settings of yardstick' })).toHaveAttribute(
    'href',
    '/connections/datasources/edit/yardstick'
  );
});

test('a disabled one says what does not work', () => {
  open(false, []);
  expect(screen.getByText(/its data source and panels work only while it is enabled/)).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Add a data source' })).toBeInTheDocument();
});
