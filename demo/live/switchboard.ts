/** Which faults are switched on right now, and which could be? */
import { Conditions, slug, systemNames, type ActiveFault, type SystemName } from '../scenario/faults';
import { namedFaults, operations } from '../systems/jobs';
import { conversions } from '../systems/kgas/conversions';

export interface Switchable {
  system: SystemName;
  name: string;
  title: string;
  /** Rules of the catalogue whose condition it makes true. */
  rules: readonly string[];
  kind: 'operation' | 'conversion' | 'fault';
}

/** Rules that judge every operation of a system against normal. */
const rulesOfSlowness: Partial<Record<SystemName, readonly string[]>> = {
  kgas: ['D2-A01', 'D2-A02', 'D2-A04'],
  ado: ['D3-A09+A12'],
  'github-pm': ['D5-A01'],
};

/** Everything that the switch knows. */
export const switchables: readonly Switchable[] = [
  ...operations.map(({ system, slug: name, kind }) => ({
    system,
    name,
    title: `${kind}: slow (xN) or hanging (hang)`,
    rules: rulesOfSlowness[system] ?? [],
    kind: 'operation' as const,
  })),
  ...conversions.map(({ slug: name }) => ({
    system: 'kgas' as const,
    name,
    title: 'conversion: xN of its documented range, or hanging (hang)',
    rules: ['D2-A01', 'D2-A02', 'D2-A04'],
    kind: 'conversion' as const,
  })),
  ...namedFaults.map(({ system, name, title, rules }) => ({ system, name, title, rules, kind: 'fault' as const })),
];

const known = new Map(switchables.map((item) => [`${item.system}/${item.name}`, item]));

function systemOf(word: string): SystemName {
  const system = systemNames.find((name) => name === word);
  if (!system) {
    throw new Error(`there is no system "${word}": say ${systemNames.join(', ')}`);
  }
  return system;
}

/** Near misses of a name, for a message. */
function similar(system: SystemName, name: string): string {
  const parts = name.split('-').filter((part) => part.length > 2);
  const near = switchables.filter((item) => item.system === system && parts.some((part) => item.name.includes(part)));
  return near.length > 0
    ? `did you mean ${near
        .slice(0, 5)
        .map((item) => item.name)
        .join(', ')}?`
    : '"npm run demo -- faults" lists them all';
}

/** `x5`, `hang`, `on` or `off` for something that is known. */
function parse(system: SystemName, item: Switchable, mode: string, since: number): ActiveFault | undefined {
  const factor = /^x(\d+(?:\.\d+)?)$/.exec(mode)?.[1];
  if (mode === 'off') {
    return undefined;
  }
  if (item.kind === 'fault') {
    if (mode !== 'on') {
      throw new Error(`${item.name} can be switched on or off, not "${mode}"`);
    }
    return { system, name: item.name, factor: 1, hang: false, since };
  }
  if (mode === 'hang') {
    return { system, name: item.name, factor: 1, hang: true, since };
  }
  if (factor === undefined || !(Number(factor) > 0 && Number(factor) <= 1000)) {
    throw new Error(`${item.name} can be made slow (x2, x5, …), hang, or off, not "${mode}"`);
  }
  return { system, name: item.name, factor: Number(factor), hang: false, since };
}

export class Switchboard {
  private active: ActiveFault[] = [];
  private current = new Conditions([], namedFaults);
  private readonly listeners: Array<(item: Switchable) => void> = [];

  constructor(private readonly clock: () => number) {}

  conditions(): Conditions {
    return this.current;
  }

  onChange(listener: (item: Switchable) => void): void {
    this.listeners.push(listener);
  }

  /** Switches something and returns what is on afterwards. */
  set(systemWord: string, name: string, mode: string): readonly ActiveFault[] {
    const system = systemOf(systemWord);
    const item = known.get(`${system}/${slug(name)}`);
    if (!item) {
      throw new Error(`${system} has no operation or fault "${name}": ${similar(system, slug(name))}`);
    }
    const fault = parse(system, item, mode, this.clock());
    const others = this.active.filter((other) => other.system !== system || other.name !== item.name);
    this.replace(fault ? [...others, fault] : others);
    this.listeners.forEach((listener) => listener(item));
    return this.active;
  }

  /** Everything is well again. */
  clear(): void {
    const names = this.active.map(({ system, name }) => known.get(`${system}/${name}`));
    this.replace([]);
    names.forEach((item) => item && this.listeners.forEach((listener) => listener(item)));
  }

  private replace(active: ActiveFault[]): void {
    this.active = active;
    this.current = new Conditions(active, namedFaults);
  }
}
