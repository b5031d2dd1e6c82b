/** What does an alert say to the person who gets it? */
import type { Alert } from '../alert';

/** Template expressions of the value, and of the baseline where the rule has one. */
export interface Values {
  current: string;
  ratio?: string;
  baseline?: string;
}

/** Value now, threshold, baseline, meaning, recommendation: in the words of the rule's own unit. */
export function description(
  alert: Pick<Alert, 'condition' | 'unit' | 'meaning' | 'act'> & Partial<Pick<Alert, 'engineOnly'>>,
  values: Values
): string {
  const { condition } = alert;
  const limit = `threshold ${condition.op} ${condition.threshold} ${alert.unit}`;
  const now =
    values.baseline && values.ratio
      ? `Now ${formatted(values.current, 's')}, normal is ${formatted(values.baseline, 's')}, that is ${formatted(values.ratio, 'x')}; ${limit}.`
      : `Now ${formatted(values.current, alert.unit)}; ${limit}.`;
  return [
    now,
    alert.meaning,
    ...(alert.engineOnly ? [alert.engineOnly] : []),
    `What to do: ${alert.act.join(' ')}`,
  ].join(' ');
}

/** A value that an evaluation lacks is left out instead of breaking the whole text. */
function formatted(expression: string, unit: string): string {
  const value = expression.startsWith('$values.') ? '.Value' : expression;
  const text = `{{ ${formats[unit] ?? 'humanize'} ${value} }}${suffix(unit)}`;
  return expression.startsWith('$values.') ? `{{ with ${expression.replace(/\.Value$/, '')} }}${text}{{ end }}` : text;
}

const formats: Record<string, string> = {
  s: 'humanizeDuration',
  '%': 'printf "%.1f"',
  '% free': 'printf "%.1f"',
  '% of capacity': 'printf "%.1f"',
  // humanize says 150m for 0.15.
  'errors/s': 'printf "%.2f"',
  x: 'printf "%.2f"',
  bytes: 'humanize1024',
  'bytes free in an hour': 'humanize1024',
  // increase() extrapolates, so that one trip may read as 1.01.
  failures: 'printf "%.0f"',
  'errors in 15 min': 'printf "%.0f"',
  'slow runs in a row': 'printf "%.0f"',
  'trips in 5 min': 'printf "%.0f"',
  'slow queries in 5 min': 'printf "%.0f"',
};

function suffix(unit: string): string {
  if (unit === 's') {
    return '';
  }
  return unit === 'x' ? 'x' : ` ${unit}`;
}
