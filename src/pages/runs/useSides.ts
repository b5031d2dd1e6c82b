// What is there to choose from, and of which system is what was chosen?
import { useAnswer } from '../../components/useAnswer';
import { useNow } from '../../components/useNow';
import { type Deployment, type System } from '../../datasource/resources';
import { askResource, type Source } from '../datasources';
import { type Run } from './answers';
import { ofSystem, type Side, sidesOf } from './sides';

export interface Choices {
  systems: string[];
  /** Undefined while neither an address nor a run says which. */
  system: string | undefined;
  sidesFor: (current: string | undefined) => Side[];
}

const daysBack = 28;

export function useSides(
  source: Source,
  runs: Run[],
  asked: string | undefined,
  chosen: Array<string | undefined>
): Choices {
  const { uid } = source;
  const now = useNow();
  const systems = useAnswer(`systems of ${uid}`, () => askResource<System[]>(uid, 'systems'));
  const known = [
    ...new Set([
      ...(systems.value ?? []).filter(({ found }) => found).map(({ name }) => name),
      ...runs.map((run) => run.system),
    ]),
  ];
  const system = chosen.map((word) => ofSystem(runs, word)).find(Boolean) ?? asked ?? known[0];
  const from = new Date(now - daysBack * 86_400_000).toISOString();
  const documented = systems.value?.some(({ name, found }) => found && name === system) ?? false;
  const deployments = useAnswer(`deployments ${uid} ${documented ? system : ''}`, () =>
    documented && system !== undefined
      ? askResource<{ deployments: Deployment[] }>(uid, 'deployments', { system, from, seen: 'true' })
      : Promise.resolve({ deployments: [] })
  );
  return {
    systems: known,
    system,
    sidesFor: (current) =>
      sidesOf(
        system === undefined ? runs : runs.filter((run) => run.system === system),
        deployments.value?.deployments ?? [],
        now,
        current
      ),
  };
}
