/**
 * Where does chance come from? From a seed and a place in the scenario (a key
 * and a minute), never from a running generator: every number of any moment can
 * be made again without making all those before it.
 */

/** 32 bits of a text (FNV-1a, finished by murmur's mixer). */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  }
  return mix(h);
}

/** Spreads every bit of a number over all 32. */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A generator of one place: sfc32, small and fast, seeded by three numbers. */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: number, key: number, place: number) {
    this.a = mix(seed ^ 0x9e3779b9);
    this.b = mix(key + Math.imul(place, 0x85ebca6b));
    this.c = mix(place ^ Math.imul(key, 0xc2b2ae35));
    for (let i = 0; i < 12; i++) {
      this.next();
    }
  }

  /** 32 random bits. */
  next(): number {
    const t = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + t;
    this.c |= 0;
    return t >>> 0;
  }

  /** Even over [0, 1). */
  uniform(): number {
    return this.next() / 4294967296;
  }

  /** Standard normal. */
  normal(): number {
    return normalQuantile((this.next() + 0.5) / 4294967296);
  }

  /** How many of rare independent events happen where `mean` are expected. */
  poisson(mean: number): number {
    if (mean <= 0) {
      return 0;
    }
    if (mean > 60) {
      return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    }
    const limit = Math.exp(-mean);
    let n = 0;
    for (let product = this.uniform(); product > limit; product *= this.uniform()) {
      n++;
    }
    return n;
  }
}

const CENTRAL = {
  p: [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239,
  ],
  q: [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1],
};
const TAIL = {
  p: [
    -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ],
  q: [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1],
};
const polynomial = (coefficients: readonly number[], x: number) => coefficients.reduce((sum, c) => sum * x + c, 0);

/** Inverse of the normal distribution function (Acklam; relative error below 1.2e-9). */
export function normalQuantile(p: number): number {
  if (p > 0.97575) {
    return -normalQuantile(1 - p);
  }
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return polynomial(TAIL.p, q) / polynomial(TAIL.q, q);
  }
  const q = p - 0.5;
  return (q * polynomial(CENTRAL.p, q * q)) / polynomial(CENTRAL.q, q * q);
}
