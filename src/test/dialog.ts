// When can somebody type into a dialog? When the focus has come to it: keys that come sooner go elsewhere.
import { screen, waitFor, within } from '@testing-library/react';

export async function openedDialog(): Promise<ReturnType<typeof within>> {
  const dialog = await screen.findByRole('dialog');
  await waitFor(() => expect(dialog).toContainElement(document.activeElement as HTMLElement | null));
  return within(dialog);
}
