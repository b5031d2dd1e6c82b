/**
 * Where does a ratio stand on the one scale for deviations: logarithmic, 1x in the middle?
 * Shape and place carry the answer; colour repeats it.
 */
import { placeOfRatio } from '../components/ratioScale';
import { type Mark } from './page';

const WIDTH = 140;
const HEIGHT = 14;
const TICKS = [0.5, 1, 2, 5];

const place = (ratio: number): number => round(4 + placeOfRatio(ratio) * (WIDTH - 8));

const round = (v: number): number => Math.round(v * 10) / 10;

export function markSvg(mark: Mark): string {
  const x = place(mark.ratio);
  const y = HEIGHT / 2;
  const ticks = TICKS.map((t) => `<path class="${t === 1 ? 'one' : 'tick'}" d="M${place(t)} 1V${HEIGHT - 1}"/>`).join(
    ''
  );
  const interval =
    mark.low === null || mark.high === null
      ? ''
      : `<path class="reach" d="M${place(mark.low)} ${y}H${place(mark.high)}"/>`;
  return `<svg class="mark ${mark.tone}" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">${ticks}${interval}${shape(mark, x, y)}</svg>`;
}

/** A dot while normal, a triangle from info on, a square when critical. */
function shape(mark: Mark, x: number, y: number): string {
  switch (mark.tone) {
    case 'critical':
      return `<rect class="dot" x="${round(x - 3.5)}" y="${y - 3.5}" width="7" height="7"/>`;
    case 'warning':
    case 'info':
      return `<path class="dot" d="M${round(x - 4)} ${y + 3.5}h8l-4 -7.5z"/>`;
    default:
      return `<circle class="dot" cx="${x}" cy="${y}" r="3"/>`;
  }
}

/** The scale's own labels, for the head of its column. */
export function scaleSvg(): string {
  const labels = [
    [0.5, '½'],
    [1, '1x'],
    [2, '2x'],
    [5, '5x'],
  ] as const;
  const texts = labels.map(([r, text]) => `<text x="${place(r)}" y="11" text-anchor="middle">${text}</text>`).join('');
  return `<svg class="mark" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">${texts}</svg>`;
}
