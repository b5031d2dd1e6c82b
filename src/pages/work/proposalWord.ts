// What are the states of proposals called?
import { t } from '../../components/text';

export const proposalStates = ['open', 'accepted', 'dismissed', 'all'] as const;

export function proposalWord(state: (typeof proposalStates)[number]): string {
  return {
    open: t('state.open', 'open'),
    accepted: t('proposals.accepted', 'accepted'),
    dismissed: t('state.rejected', 'rejected'),
    all: t('work.all', 'All'),
  }[state];
}
