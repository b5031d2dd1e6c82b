import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type Tier } from '../../components/tiers';
import { type Judged } from './judgement';
import { type JudgedRow } from './Matrix';
import { Most, mostRows } from './Most';

const row = (to: string, ...tiers: Tier[]): JudgedRow => ({
  system: 'kgas',
  from: 'graph',
  to,
  more: '',
  cells: tiers.map((worstTier) => ({ worstTier, worstRatio: 1 + worstTier }) as Judged),
});

const show = (rows: JudgedRow[]) => render(<Most rows={rows}>{(shown) => shown.map(({ to }) => to).join(' ')}</Most>);

const calm = Array.from({ length: mostRows - 2 }, (_, i) => row(`t${i}`, 0, 0));

test('as many as can be read are shown without a word', () => {
  const { container } = show([...calm, row('vector', 2), row('stream', 0)]);
  expect(container).toHaveTextContent(/^t0 t1 .* vector stream$/);
});

test('of hundreds the worst are shown in the order of the data, whichever of their sizes is slow, and all on request', async () => {
  const { container } = show([row('none'), ...calm, row('later', 0), row('vector', 0, 2), row('stream', 3)]);
  expect(container).toHaveTextContent(/^The worst 100 of 102 conversions Show all 102 ?t0 t1 .* t97 vector stream$/);
  await userEvent.click(screen.getByRole('button', { name: 'Show all 102' }));
  expect(container).toHaveTextContent(/^none t0 .* t97 later vector stream$/);
});
