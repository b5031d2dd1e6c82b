// What does jsdom lack that Grafana's components ask for?
import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';
import { TextDecoder, TextEncoder } from 'node:util';

// A busy machine is no failure.
configure({ asyncUtilTimeout: 10_000 });

if (typeof window !== 'undefined') {
  Object.assign(globalThis, { TextDecoder, TextEncoder });

  if (typeof DOMRect === 'undefined') {
    Object.assign(globalThis, {
      DOMRect: class {
        readonly top = 0;
        readonly left = 0;
        readonly right = 400;
        readonly bottom = 400;
        constructor(
          readonly x = 0,
          readonly y = 0,
          readonly width = 400,
          readonly height = 400
        ) {}
      },
    });
  }

  Object.defineProperty(globalThis, 'matchMedia', {
    writable: true,
    value: (query: string) => ({
      matches: false,
      media: query,
      onchange: null,
      addListener: () => undefined,
      removeListener: () => undefined,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
      dispatchEvent: () => false,
    }),
  });

  class NothingObserved {
    observe() {}
    unobserve() {}
    disconnect() {}
    takeRecords() {
      return [];
    }
  }
  Object.assign(globalThis, { ResizeObserver: NothingObserved, IntersectionObserver: NothingObserved });

  // Combobox measures its options' text, and draws only those that fit a list with a height.
  Object.assign(HTMLCanvasElement.prototype, {
    getContext: () => ({ measureText: (text: string) => ({ width: text.length * 8 }) }),
  });
  Element.prototype.getBoundingClientRect = () => new DOMRect(0, 0, 400, 400);
  for (const side of ['clientWidth', 'clientHeight', 'offsetWidth', 'offsetHeight']) {
    const prototype = side.startsWith('client') ? Element.prototype : HTMLElement.prototype;
    Object.defineProperty(prototype, side, { configurable: true, value: 400 });
  }
}
