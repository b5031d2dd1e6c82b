// What does a decision mean, in words that a person decides by?
import { plural, t } from '../../components/text';
import { type Decision } from './decision';

/** What a decision is called and means, before its details are chosen. */
export function wordsOf(decision: { act: Exclude<Decision['act'], 'rollback'> } | { act: 'rollback'; to: number }): {
  title: string;
  why: string;
} {
  switch (decision.act) {
    case 'approve':
      return {
        title: t('life.approve', 'Approve'),
        why: t(
          'life.approveWhy',
          'What was learned is right: it judges with full trust and goes on learning near that level.'
        ),
      };
    case 'freeze':
      return {
        title: t('life.freeze', 'Freeze'),
        why: t('life.freezeWhy', 'The baseline stays as it is, whatever is measured from now on.'),
      };
    case 'unfreeze':
      return {
        title: t('life.unfreeze', 'Unfreeze'),
        why: t('life.unfreezeWhy', 'The baseline learns again.'),
      };
    case 'accept':
      return {
        title: t('life.accept', 'Accept the new level'),
        why: t('life.acceptWhy', 'What is measured now becomes normal; violations since then count as expected.'),
      };
    case 'rollback':
      return {
        title: t('life.rollback', 'Roll back to version {{version}}', { version: decision.to }),
        why: t('life.rollbackWhy', 'That version answers again, and stays until somebody unfreezes it.'),
      };
    case 'exclude':
      return {
        title: t('life.exclude', 'Exclude a time'),
        why: t(
          'life.excludeWhy',
          'What was measured in this time teaches nothing; what is normal is learned again without it.'
        ),
      };
    case 'factors':
      return {
        title: t('life.factors', 'Set factors'),
        why: t('life.factorsWhy', 'The ratios to normal at which the tiers begin.'),
      };
    case 'reset':
      return {
        title: t('life.reset', 'Reset'),
        why: t(
          'life.resetWhy',
          'Learning begins anew: what was measured until now teaches nothing, and no decision holds on. It can be undone.'
        ),
      };
  }
}

/** What was done, for the line that offers to undo it. */
export function doneSentence(title: string, names: string[]): string {
  return names.length === 1
    ? t('life.doneOne', '{{title}}: done for {{name}}.', { title, name: names[0] ?? '' })
    : plural(
        'life.done',
        '{{title}}: done for {{count}} operation.',
        '{{title}}: done for {{count}} operations.',
        names.length,
        { title }
      );
}
