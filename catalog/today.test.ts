/** @jest-environment node */
/** Which tiles would be empty over "Today", a range that ends tonight, of which Prometheus knows nothing yet? */
import { expressionsOf } from './emit/queries';
import { panelsOf } from './system';
import { systems } from './systems';

const tiles = systems.flatMap((system) =>
  panelsOf(system)
    .filter(({ panel }) => panel.type === 'stat' && panel.promql.length > 0)
    .map(({ panel }) => ({ name: `${system.name}: ${panel.title}`, panel, asked: expressionsOf(system, panel) }))
);

/** It looks back for a day or more, which has something of the range in it whenever it ends. */
const looksBack = (expr: string) => /\[(\d+d|\d+w)(:\w*)?\]/.test(expr);

test.each(tiles)('$name: what is asked of one moment is asked of now', ({ panel, asked }) => {
  expect(panel.now || asked.every(looksBack)).toBe(true);
});
