// Which labels does a person add to installed rules? "team=platform,region=eu" of the address, names as Prometheus takes them.
export type Labels = Record<string, string>;

/** What a rule says itself is not for choosing. */
const own = ['alertname', 'severity', 'system', 'rule_version', 'grafana_folder'];

/** The label that "name=value" means; undefined where it is none. */
export function labelOf(text: string): [string, string] | undefined {
  const [, name = '', value = ''] = /^\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*(.*?)\s*$/.exec(text) ?? [];
  return name === '' || value === '' || own.includes(name) || name.startsWith('__') ? undefined : [name, value];
}

export const labelsFrom = (text: string | undefined): Labels =>
  Object.fromEntries(
    labelTexts(text)
      .map(labelOf)
      .filter((label) => label !== undefined)
  );

/** Values may hold commas: written as %2C. */
export const labelTexts = (text: string | undefined): string[] =>
  (text ?? '').split(',').flatMap((each) => (each === '' ? [] : [each.replaceAll('%2C', ',')]));

export const labelsText = (texts: string[]) => texts.map((each) => each.replaceAll(',', '%2C')).join(',');
