// What does somebody read whose wish was not done? Refused, and what would change that; or failed, and worth another try.
import { Alert } from '@grafana/ui';
import { isRefusal, messageOf, type Outcome, outcomeOf } from '../components/failure';
import { t } from '../components/text';

interface Props {
  /** What was wanted, in the words of its button. */
  what: string;
  /** What was thrown, or a sentence; nothing is shown of undefined. */
  error: unknown;
}

export function NotDone({ what, error }: Props) {
  if (error === undefined) {
    return null;
  }
  const outcome = outcomeOf(error);
  const todo = todoOf(outcome);
  return (
    <Alert severity={isRefusal(error) ? 'warning' : 'error'} title={titleOf(outcome, what)}>
      <div>{messageOf(error)}</div>
      {todo !== undefined && <div>{todo}</div>}
    </Alert>
  );
}

function titleOf(outcome: Outcome, what: string): string {
  switch (outcome) {
    case 'overtaken':
      return t('notDone.overtaken', '{{what}}: refused, it has changed meanwhile', { what });
    case 'forbidden':
    case 'refused':
      return t('notDone.refused', '{{what}}: refused', { what });
    default:
      return t('notDone.failed', '{{what}}: it did not work', { what });
  }
}

/** Where something was asked wrongly the back end says itself what to change. */
function todoOf(outcome: Outcome): string | undefined {
  switch (outcome) {
    case 'forbidden':
      return t('notDone.askAdmin', 'An Admin of this organisation can do it, or let you do it.');
    case 'overtaken':
      return t('notDone.lookAgain', 'Look at it as it is now, then decide again.');
    case 'away':
      return t('notDone.again', 'It can be tried again.');
    default:
      return undefined;
  }
}
