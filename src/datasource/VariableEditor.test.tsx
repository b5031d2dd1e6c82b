import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { datasourceWith, systems } from '../test/datasource';
import { type VariableQuery } from './types';
import VariableEditor from './VariableEditor';

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
