// How many installed rules does the catalogue have a newer version of? Only systems with rules of ours are compared.
import { askMetrics, askRules } from '../alerts/requests';
import { installationOf } from '../alerts/installation';
import { installedUid } from '../alerts/rule';
import { statesOf } from '../alerts/state';
import { prometheusFor } from '../datasources';
import { readIndex, readRules } from '../install/catalogue';

export async function askRulesToUpdate(uid: string): Promise<number> {
  const installed = await askRules();
  const own = installed.filter((rule) => rule.uid.startsWith(installedUid(uid, '')));
  if (own.length === 0) {
    return 0;
  }
  const uids = new Set(own.map((rule) => rule.uid));
  const { systems } = await readIndex();
  const counts = systems.map(async ({ name }) => {
    const groups = await readRules(name);
    if (!groups.some(({ rules }) => rules.some(({ id }) => uids.has(installedUid(uid, id))))) {
      return 0;
    }
    const { expressions, unserved } = await askMetrics(uid, name, groups);
    const choices = { ...installationOf({}, uid, prometheusFor(uid)), expressions };
    return statesOf(groups, own, choices, unserved).filter(({ newer }) => newer).length;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}
