import { render, screen } from '@testing-library/react';
import { type Answer } from '../components/useAnswer';
import { Answered } from './Answered';

const show = (answer: Answer<string[]>) =>
  render(
    <Answered answer={answer} waiting="Looking …">
      {(value) => <p>{value.length === 0 ? 'Nothing.' : value.join()}</p>}
    </Answered>
  );

test('what is on its way says so', () => {
  show({ loading: true });
  expect(screen.getByText('Looking …')).toBeVisible();
});

test('why there is no answer is said aloud', () => {
  show({ loading: false, error: 'Bad gateway' });
  expect(screen.getByRole('alert')).toHaveTextContent('Bad gateway');
});

test('an answer with nothing in it is one', () => {
  show({ loading: false, at: 1, value: [] });
  expect(screen.getByText('Nothing.')).toBeVisible();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

test('what could not be read anew stays, and says since when it is so', () => {
  show({ loading: false, at: Date.UTC(2026, 10, 20, 10), value: [], error: 'Bad gateway' });
  expect(screen.getByText('Nothing.')).toBeVisible();
  expect(screen.getByRole('alert')).toHaveTextContent(
    /This was read at 2026-11-20 .*, and could not be since.*Bad gateway/
  );
});
