// What did people do? What one of them did to many at once, for one reason, is one line.
import { plural, t } from '../../components/text';
import { addressOf } from '../routes';
import { type Past } from './askPast';
import { type Happened } from './sinceYesterday';

type Act = Past['acts'][number];
type AtLeastOne<T> = [T, ...T[]];

/** From so many on the names say less than their number. */
const fewest = 4;
const minute = 60_000;

export function acted(acts: Act[], uid: string): Happened[] {
  return atOnce(acts).flatMap((group) =>
    group.length < fewest
      ? group.map(one)
      : [{ ...many(group), href: addressOf({ page: 'work' }, { ds: uid, show: 'history' }) }]
  );
}

/** Acts of one person with one reason, within a minute. */
function atOnce(acts: Act[]): Array<AtLeastOne<Act>> {
  const groups = new Map<string, AtLeastOne<Act>>();
  for (const act of acts) {
    const { time, author, action, reason } = act;
    const key = JSON.stringify([author, action, reason, Math.floor(Date.parse(time) / minute)]);
    const known = groups.get(key);
    if (known) {
      known.push(act);
    } else {
      groups.set(key, [act]);
    }
  }
  return [...groups.values()];
}

const one = (act: Act): Happened => ({
  of: 'act',
  at: Date.parse(act.time),
  // What was done to no single operation was done to a system, or to all of them.
  name: act.operation || act.system || t('audit.everything', 'everything'),
  words: actedText(act),
  tier: 0,
});

function many(group: AtLeastOne<Act>): Happened {
  const [first] = group;
  const count = group.length;
  const operations = first.action in toBaselines(first.author) && group.every(({ operation }) => operation !== '');
  return {
    of: 'act',
    at: Math.max(...group.map(({ time }) => Date.parse(time))),
    name: operations
      ? plural('yesterday.operations', '{{count}} operation', '{{count}} operations', count)
      : plural('yesterday.times', '{{count}} time', '{{count}} times', count),
    words: actedText(first),
    tier: 0,
  };
}

function actedText({ action, author, reason }: Act): string {
  const said = { ...toBaselines(author), ...toDefinitions(author) };
  const words = said[action] ?? t('yesterday.act', '{{action}} by {{author}}', { action, author });
  return reason === '' ? words : `${words}: ${reason}`;
}

const toBaselines = (author: string): Record<string, string> => ({
  approve: t('yesterday.approved', 'approved by {{author}}', { author }),
  freeze: t('yesterday.frozen', 'frozen by {{author}}', { author }),
  unfreeze: t('yesterday.unfrozen', 'unfrozen by {{author}}', { author }),
  rollback: t('yesterday.rolledBack', 'rolled back by {{author}}', { author }),
  factors: t('yesterday.factors', 'given factors by {{author}}', { author }),
  exclude: t('yesterday.excluded', 'given an excluded time by {{author}}', { author }),
  accept: t('yesterday.accepted', 'given a new level by {{author}}', { author }),
  reset: t('yesterday.reset', 'reset by {{author}}', { author }),
});

const toDefinitions = (author: string): Record<string, string> => ({
  define: t('yesterday.defined', 'defined by {{author}}', { author }),
  'change definition': t('yesterday.redefined', 'defined anew by {{author}}', { author }),
  'delete definition': t('yesterday.deleted', 'deleted by {{author}}', { author }),
  'restore definition': t('yesterday.restored', 'restored by {{author}}', { author }),
});
