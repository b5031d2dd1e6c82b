import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { datasourceWith } from '../test/datasource';
import QueryHelp from './QueryHelp';
import { queryTypes, type Query, tables } from './types';

function show(query: Partial<Query> = {}) {
  const ask = jest.fn();
  const current = { refId: 'B', ...query } as Query;
  render(<QueryHelp datasource={datasourceWith({})} query={current} onClickExample={ask} />);
  return ask;
}

test('a question becomes its query, about what was chosen already', async () => {
  const ask = show({ queryType: 'series', stat: 'p99', system: 'kgas', operations: ['embed'] });
  await userEvent.click(screen.getByRole('button', { name: 'Is anything slower than normal?' }));
  expect(ask).toHaveBeenCalledWith({
    refId: 'B',
    system: 'kgas',
    operations: ['embed'],
    labels: undefined,
    queryType: 'deviation',
    signal: 'latency',
    measure: 'tier',
  });
});

test('every question is one that the data source answers, and no two are the same', async () => {
  const ask = show();
  for (const button of screen.getAllByRole('button')) {
    await userEvent.click(button);
  }
  const asked = ask.mock.calls.map(([query]) => query as Query);
  expect(asked.length).toBeGreaterThan(4);
  expect(new Set(asked.map((query) => JSON.stringify(query))).size).toBe(asked.length);
  for (const query of asked) {
    expect(queryTypes).toContain(query.queryType);
    if (query.queryType === 'table') {
      expect(tables).toContain(query.table);
    }
  }
});
