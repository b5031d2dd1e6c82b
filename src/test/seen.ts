// A tab of the browser that somebody looks at, or that is behind another one.
import { act } from '@testing-library/react';

export function seen(visible: boolean) {
  jest.spyOn(document, 'hidden', 'get').mockReturnValue(!visible);
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
}
