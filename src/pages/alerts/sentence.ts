// How many of the rules are here, and does anything wait for a person? One sentence.
import { plural, t } from '../../components/text';
import { type RuleState, type Standing } from './state';

export function sentenceOf(states: RuleState[]): string {
  const count = (standing: Standing) => states.filter((state) => state.standing === standing).length;
  const here = states.length - count('missing');
  const said = [
    t('alerts.here', '{{here}} of {{all}} documented alert rules are here', { here, all: states.length }),
    count('provisioned') > 0 && t('alerts.fromFiles', '{{count}} of them from files', { count: count('provisioned') }),
    count('outdated') > 0 &&
      plural('alerts.canUpdate', '{{count}} can be updated', '{{count}} can be updated', count('outdated')),
    count('changed') > 0 &&
      plural(
        'alerts.byPeople',
        '{{count}} was changed by a person',
        '{{count}} were changed by people',
        count('changed')
      ),
  ];
  return `${said.filter(Boolean).join('; ')}.`;
}
