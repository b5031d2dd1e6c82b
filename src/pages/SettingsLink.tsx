// Where are the settings of a data source? Only who may change them is sent there.
import { LinkButton } from '../components/LinkButton';
import { may } from './roles';

interface Props {
  uid: string;
  text: string;
  size?: 'sm';
  icon?: 'cog';
}

export function SettingsLink({ uid, text, size, icon }: Props) {
  return may('Admin') ? (
    <LinkButton variant="secondary" size={size} icon={icon} href={`/connections/datasources/edit/${uid}`}>
      {text}
    </LinkButton>
  ) : null;
}
