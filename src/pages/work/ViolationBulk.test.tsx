import { render, screen } from '@testing-library/react';
import { type Violation } from '../../datasource/resources';
import { ViolationBulk } from './ViolationBulk';

const chosen = (count: number) =>
  Array.from({ length: count }, (_, id) => ({ id, signal: 'latency', work: { state: 'open' } }) as Violation);

const shown = (count: number) => (
  <ViolationBulk uid="yardstick" chosen={chosen(count)} onClear={() => undefined} onChanged={() => undefined}>
    {null}
  </ViolationBulk>
);

test('of more than the back end moves on at once that is said before a reason is written', () => {
  const { rerender } = render(shown(1000));
  expect(screen.getByRole('button', { name: 'Done' })).toBeVisible();
  rerender(shown(1001));
  expect(screen.getByText('At most 1000 are moved on at once: choose fewer.')).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Done' })).not.toBeInTheDocument();
});
