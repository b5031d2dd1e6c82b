import { type DataQueryRequest } from '@grafana/data';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { firstValueFrom } from 'rxjs';
import { datasourceWith, systems } from '../test/datasource';
import { type VariableQuery } from './types';
import VariableEditor from './VariableEditor';
import { VariableSupport } from './VariableSupport';

test('the values of a label need a label; the names of systems need nothing', async () => {
  const changed = jest.fn();
  function Host() {
    const [query, setQuery] = useState({ refId: 'A' } as VariableQuery);
    const change = (next: unknown) => {
      changed(next);
      setQuery(next as VariableQuery);
    };
    return (
      <VariableEditor datasource={datasourceWith({ systems })} query={query} onChange={change} onRunQuery={() => {}} />
    );
  }
  await act(async () => void render(<Host />));
  expect(screen.getByRole('radio', { name: 'Systems' })).toBeChecked();
  expect(screen.queryByRole('combobox', { name: 'System' })).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('radio', { name: 'Values of a label' }));
  await userEvent.click(screen.getByRole('combobox', { name: 'System' }));
  await userEvent.click(await screen.findByRole('option', { name: /KGAS/ }));
  await userEvent.type(screen.getByRole('textbox', { name: 'Label' }), 'component');
  await userEvent.tab();
  expect(changed).toHaveBeenLastCalledWith({ refId: 'variable', kind: 'labels', system: 'kgas', label: 'component' });
});

test('a new variable has the names of systems before anything is chosen', async () => {
  const names = [{ text: 'KGAS', value: 'kgas' }];
  const datasource = datasourceWith({ systems, variables: names });
  const support = new VariableSupport(datasource);
  const query = support.getDefaultQuery();
  await act(
    async () =>
      void render(<VariableEditor datasource={datasource} query={query} onChange={() => {}} onRunQuery={() => {}} />)
  );
  expect(screen.getByRole('radio', { name: 'Systems' })).toBeChecked();
  const answer = await firstValueFrom(support.query({ targets: [query] } as DataQueryRequest<VariableQuery>));
  expect(answer.data).toEqual(names);
  expect(datasource.asked).toEqual(['variables?kind=systems&system=&label=']);
});
