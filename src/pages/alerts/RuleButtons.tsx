// What can be done with one rule?
import { Button, IconButton } from '@grafana/ui';
import { t } from '../../components/text';
import { type RuleActions } from './RuleTable';
import { type RuleState } from './state';

type Props = Omit<RuleActions, 'onPreview'> & { state: RuleState };

export function RuleButtons({ state, disabled, onInstall, onUpdate, onRemove, onNumbers }: Props) {
  const { rule, standing, newer } = state;
  const ours = standing !== 'missing' && standing !== 'provisioned';
  return (
    <>
      {standing !== 'provisioned' && (
        <IconButton
          name="sliders-v-alt"
          disabled={disabled || standing === 'changed'}
          tooltip={
            standing === 'changed'
              ? t('alerts.numbersByPerson', 'A person changed {{name}}: its numbers are theirs', { name: rule.title })
              : t('alerts.numbersOne', 'Change the numbers of {{name}}', { name: rule.title })
          }
          onClick={() => onNumbers(state)}
        />
      )}
      {standing === 'missing' && (
        <Button
          size="sm"
          variant="secondary"
          disabled={disabled}
          onClick={() => onInstall(state)}
          aria-label={t('alerts.installOne', 'Install {{name}}', { name: rule.title })}
        >
          {t('alerts.installShort', 'Install')}
        </Button>
      )}
      {ours && (newer || standing === 'changed') && (
        <Button
          size="sm"
          variant="secondary"
          disabled={disabled}
          onClick={() => onUpdate(state)}
          aria-label={
            standing === 'changed'
              ? t('alerts.takeOne', "Take catalogue's: {{name}}", { name: rule.title })
              : t('alerts.updateOne', 'Update {{name}}', { name: rule.title })
          }
        >
          {standing === 'changed' ? t('alerts.take', "Take catalogue's") : t('alerts.updateShort', 'Update')}
        </Button>
      )}
      {ours && (
        <IconButton
          name="trash-alt"
          disabled={disabled}
          tooltip={t('alerts.removeOne', 'Remove {{name}}', { name: rule.title })}
          onClick={() => onRemove(state)}
        />
      )}
    </>
  );
}
