/** What does a condition measure, in words? */
import type { z } from 'zod';

import type { Clause } from '../model';
import type { System } from '../system';

/** A condition over a documented quantity is called as that is. One without a name would read ": 92 %" on the page. */
export function clauseTitle({ title, expr }: z.infer<typeof Clause>, system: System): string {
  const name = title || system.quantities.find((quantity) => quantity.expr === expr)?.title;
  if (!name) {
    throw new Error(`a condition of ${system.title} has no title: ${expr}`);
  }
  return name;
}
