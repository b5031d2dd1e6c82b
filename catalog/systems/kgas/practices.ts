/** Which advice of D2 has no trigger of its own? */
import type { z } from 'zod';

import type { Practice } from '../../model';

export const practices: Array<z.input<typeof Practice>> = [
  {
    id: 'D2-O02',
    title: 'Go round the loop: find, change, validate, learn again',
    text: 'Begin with the operation that left its baseline most often, change one thing at a time, and see in "Faster than four weeks ago" whether a tenth was gained. Then let the new level be learned, so that losing the gain again is a regression.',
    guide: 'optimization',
    anchor: 'D2 l.415-418',
  },
];
