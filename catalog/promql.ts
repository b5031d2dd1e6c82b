/**
 * Is this PromQL, and does it look at nothing but its own system?
 *
 * A rule of one system that reads another system's series is worse than no
 * rule (E-2), so that generation fails on a selector without the system's
 * matcher.
 */
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

/** The matchers that the placeholders stand for. */
export interface Scope {
  app: string;
  host: string;
}

export interface Matcher {
  label: string;
  op: string;
  value: string;
}

export interface Selector {
  metric: string;
  matchers: Matcher[];
  text: string;
}

/** Puts the matchers of a system into an expression. */
export function expand(expr: string, scope: Scope): string {
  return expr
    .replace(/\s+/g, ' ')
    .trim()
    .replaceAll(/\$(app|host)\b/g, (_, name: 'app' | 'host') => scope[name]);
}

/** Replaces Grafana's interval variables, so that a panel's expression can be parsed. */
export function withoutVariables(expr: string): string {
  return expr.replaceAll('$__rate_interval', '5m').replaceAll('$__range', '1h').replaceAll('$__interval', '1m');
}

/** All vector selectors of an expression. Throws where it is not PromQL. */
export function selectors(expr: string): Selector[] {
  const found: Selector[] = [];
  parser.parse(expr).iterate({
    enter: (ref) => {
      if (ref.type.isError) {
        throw new Error(`parsing PromQL: near "${expr.slice(Math.max(0, ref.from - 20), ref.to + 20)}" of ${expr}`);
      }
      if (ref.name === 'VectorSelector') {
        found.push(selector(ref.node, expr));
      }
    },
  });
  return found;
}

function selector(node: SyntaxNode, expr: string): Selector {
  const text = (n: SyntaxNode) => expr.slice(n.from, n.to);
  const matchers: Matcher[] = [];
  const list = node.getChild('LabelMatchers');
  for (const matcher of list?.getChildren('UnquotedLabelMatcher') ?? []) {
    const [label, op, value] = ['LabelName', 'MatchOp', 'StringLiteral'].map((name) => matcher.getChild(name));
    if (label && op && value) {
      matchers.push({ label: text(label), op: text(op), value: unquote(text(value)) });
    }
  }
  const identifier = node.getChild('Identifier');
  const named = matchers.find((m) => m.label === '__name__')?.value ?? '';
  return { metric: identifier ? text(identifier) : named, matchers, text: text(node) };
}

function unquote(literal: string): string {
  return JSON.parse(literal.startsWith("'") ? `"${literal.slice(1, -1)}"` : literal) as string;
}

/** The one expression that is about Prometheus itself, not about a system. */
export const scrapesAnything = 'group(up)';

/** What an expression asks of systems. */
export const aboutSystems = (expr: string) => withoutVariables(expr).replaceAll(scrapesAnything, 'vector(1)');

/**
 * Fails where an expression is no PromQL or a selector lacks the system's
 * matcher. What Yardstick publishes itself (yardstick_*) and the alerts of its
 * rules carry the system as a label instead, since their job is another.
 */
export function mustBelong(expr: string, system: string, scope: Scope): void {
  const allowed = [scope.app, scope.host].map((matchers) => selectors(`x{${matchers}}`)[0]?.matchers[0]);
  for (const found of selectors(aboutSystems(expr))) {
    const own = /^(yardstick_.*|(GRAFANA_)?ALERTS)$/.test(found.metric)
      ? found.matchers.some((m) => m.label === 'system' && m.op === '=' && m.value === system)
      : found.matchers.some((m) =>
          allowed.some((a) => a && m.label === a.label && m.op === a.op && m.value === a.value)
        );
    if (!own) {
      throw new Error(
        `checking PromQL of ${system}: "${found.text}" lacks the system's matcher; write $app or $host into ${expr}`
      );
    }
  }
}
