/** How do a system's expressions look where they are used? Each use has its own selectors. */
import { expand, mustBelong, type Scope } from './promql';
import type { System } from './system';

/** Rules and the Go side: the literal selectors, because rules know no variables (G-8). */
export const literal = (system: System): Scope => ({ app: system.selector, host: system.hostSelector });

/** Dashboards: two constants of the dashboard, so that another job name is one change. */
export const variables = (): Scope => ({ app: 'job=~"$jobs"', host: 'job=~"$host_jobs"' });

/** The value of a selector's only matcher. */
export function jobPattern(selector: string): string {
  const value = /^job=~"(.*)"$/.exec(selector)?.[1];
  if (value === undefined) {
    throw new Error(`reading the selector ${selector}: it must be one regular expression over job`);
  }
  return value;
}

/** Puts the selectors in and fails where an expression would see other systems. */
export function scoped(expr: string, system: System, scope: Scope = literal(system)): string {
  if (expr === '') {
    return '';
  }
  const text = expand(expr, scope);
  mustBelong(text, system.name, scope);
  return text;
}
