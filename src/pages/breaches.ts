// What is said of operations that are not slow, and not well?
import { plural, t } from '../components/text';

/** How fast everything is, where something else is wrong: that is not as normal. */
export const noneSlow = () => t('breaches.noneSlow', 'Nothing is slower than normal.');

export const failingNote = (count: number, name: string) =>
  plural(
    'breaches.failing',
    '{{count}} operation fails more than usual: {{name}}.',
    '{{count}} operations fail more than usual; worst: {{name}}.',
    count,
    { name }
  );

export const silentNote = (count: number, name: string) =>
  plural(
    'breaches.silent',
    '{{count}} operation completes nothing any more: {{name}}.',
    '{{count}} operations complete nothing any more, {{name}} among them.',
    count,
    { name }
  );
