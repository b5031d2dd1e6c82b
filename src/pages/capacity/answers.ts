// What does the data source tell of the load of a system? As pkg/growth writes it; null is what is not known.
export interface Growth {
  operation: string;
  days: number;
  now: number | null;
  trendShown: boolean;
  p: number | null;
  /** Factor of a day, with its interval. */
  perDay: number | null;
  low: number | null;
  high: number | null;
  reason?: string;
  daysUntil: number | null;
  earliest: number | null;
  latest: number | null;
  points: Array<{ day: string; value: number; low80: number; high80: number; instances: number | null }>;
}

export interface Capacity {
  system: string;
  series: Growth[];
}
