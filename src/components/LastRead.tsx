// What does a page say while what it shows cannot be read anew? Since when, and why; what is shown stays.
import { dateTimeFormat, getTimeZone } from '@grafana/data';
import { Alert } from '@grafana/ui';
import { t } from './text';
import { type Answer } from './useAnswer';

export function LastRead<T>({ answer: { at, error } }: { answer: Answer<T> }) {
  if (at === undefined || error === undefined) {
    return null;
  }
  const time = dateTimeFormat(at, { timeZone: getTimeZone() });
  return (
    <Alert
      severity="warning"
      title={t('answer.lastRead', 'This was read at {{time}}, and could not be since', { time })}
    >
      {error}
    </Alert>
  );
}
