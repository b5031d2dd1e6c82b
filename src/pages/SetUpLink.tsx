// Where does somebody go who finds nothing here? To where it is said which metrics are there, and how others are found.
import { LinkButton } from '../components/LinkButton';
import { t } from '../components/text';
import { addressOf } from './routes';

export function SetUpLink({ uid }: { uid: string }) {
  return <LinkButton href={addressOf({ page: 'setup' }, { ds: uid })}>{t('overview.setUp', 'Set up')}</LinkButton>;
}
