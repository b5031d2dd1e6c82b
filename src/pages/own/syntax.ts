// How is a piece of PromQL taken apart? The nodes of Prometheus' own grammar, and the matchers of a selector.
import { type SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

export interface Matcher {
  label: string;
  op: string;
  /** With its quotes, as it was written. */
  value: string;
}

export interface Selected {
  metric: string;
  matchers: Matcher[];
}

/** A tree with the text that it was read from. */
export class Expression {
  constructor(
    readonly node: SyntaxNode,
    readonly text: string
  ) {}

  get name(): string {
    return this.node.name;
  }

  written(node: SyntaxNode = this.node): string {
    return this.text.slice(node.from, node.to);
  }

  on(node: SyntaxNode): Expression {
    return new Expression(node, this.text);
  }

  children(): Expression[] {
    const all: Expression[] = [];
    for (let child = this.node.firstChild; child; child = child.nextSibling) {
      all.push(this.on(child));
    }
    return all;
  }

  child(...names: string[]): Expression | undefined {
    return this.children().find(({ name }) => names.includes(name));
  }
}

/** Grafana's intervals are variables; any duration reads the same, and one as long leaves what follows where it is. */
const intervals = /\$\{?__(rate_interval|interval|range)(_ms|_s)?\}?/g;

/** The expression; a number is the character at which it stops being PromQL. */
export function parsed(query: string): Expression | number {
  const tree = parser.parse(query.replace(intervals, (found) => '5m'.padEnd(found.length)));
  let wrong: number | undefined;
  tree.iterate({
    enter: ({ type, from }) => {
      if (type.isError && wrong === undefined) {
        wrong = from + 1;
      }
    },
  });
  const whole = tree.topNode.firstChild;
  return wrong ?? (whole ? new Expression(whole, query) : 1);
}

const literal = (text: string) => {
  const inner = text.slice(1, -1);
  return text.startsWith("'") ? inner.replaceAll("\\'", "'") : text.startsWith('`') ? inner : unescaped(inner);
};

function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return text; // an escape that JSON does not know
  }
}

/** Metric and matchers of a VectorSelector; a name may also stand among the matchers, in quotes. */
export function selectedBy(selector: Expression): Selected {
  const matchers: Matcher[] = [];
  let metric = selector.child('Identifier')?.written() ?? '';
  for (const part of selector.child('LabelMatchers')?.children() ?? []) {
    const quoted = part.child('QuotedLabelName');
    const label = part.child('LabelName')?.written() ?? (quoted ? literal(quoted.written()) : '');
    const [op, value] = [part.child('MatchOp')?.written(), part.child('StringLiteral')?.written()];
    if (part.name === 'QuotedLabelName' || (part.name === 'QuotedLabelMatcher' && !op)) {
      metric = literal((quoted ?? part).written());
    } else if (op && value && label === '__name__' && op === '=') {
      metric = literal(value);
    } else if (op && value && label) {
      matchers.push({ label: quoted ? quoted.written() : label, op, value });
    }
  }
  return { metric, matchers };
}

export const writtenMatchers = (matchers: Matcher[]) =>
  matchers.map(({ label, op, value }) => label + op + value).join(',');

/** Labels of by (…) or without (…). */
export function labelsIn(grouping: Expression | undefined): string[] {
  return (grouping?.children() ?? []).flatMap((part) =>
    part.name === 'LabelName' ? [part.written()] : part.name === 'QuotedLabelName' ? [literal(part.written())] : []
  );
}
