// Where does a ratio to normal stand on the one scale for deviations: logarithmic, 1x in the middle?
/** Both ends of the scale; what is further off stands at the edge. */
const furthest = 8;

/** 0 is the left end, 1 the right one. */
export function placeOfRatio(ratio: number): number {
  const bounded = Math.min(Math.max(ratio, 1 / furthest), furthest);
  return (Math.log(bounded) / Math.log(furthest) + 1) / 2;
}
