import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { openedDialog } from '../../test/dialog';
import { DecisionDialog } from './DecisionDialog';
import { type Done, DoneNotice } from './DoneNotice';

/** As where several were chosen: what was done with them leaves none chosen, and no button. */
function Page() {
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState<Done>();
  return (
    <>
      <button>Something before</button>
      {done ? (
        <DoneNotice uid="yardstick" done={done} onUndone={() => undefined} onClose={() => undefined} />
      ) : (
        <button onClick={() => setOpen(true)}>Freeze</button>
      )}
      {open && (
        <DecisionDialog
          title="Freeze"
          why="It stays as it is."
          onDecide={() => Promise.resolve([7])}
          onDone={(acts) => {
            setOpen(false);
            setDone({ sentence: 'Freeze: done for embed.', acts });
          }}
          onDismiss={() => setOpen(false)}
        />
      )}
    </>
  );
}

test('whoever decided by keyboard reads what was done, and the next key takes it back', async () => {
  render(<Page />);
  await userEvent.tab();
  await userEvent.tab();
  await userEvent.keyboard('{Enter}');
  const dialog = await openedDialog();
  await userEvent.type(dialog.getByRole('textbox', { name: /Reason/ }), 'Release');
  await userEvent.click(dialog.getByRole('button', { name: 'Freeze' }));
  const sentence = await screen.findByText('Freeze: done for embed.');
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  await waitFor(() => expect(document.activeElement).toContainElement(sentence));
  expect(document.body).not.toHaveFocus();
  const inOrder: Array<Element | null> = [];
  for (let keys = 0; keys < 2; keys++) {
    await userEvent.tab();
    inOrder.push(document.activeElement);
  }
  expect(inOrder).toContain(screen.getByRole('button', { name: 'Undo' }));
});
