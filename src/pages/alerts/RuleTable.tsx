// What does each rule say, and where does it stand here? One line per rule, with what can be done next.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import {
  Badge,
  type BadgeColor,
  Button,
  IconButton,
  LinkButton,
  ScrollContainer,
  Stack,
  useStyles2,
} from '@grafana/ui';
import { PageLink } from '../../components/PageLink';
import { t } from '../../components/text';
import { type RuleState } from './state';

interface Props {
  states: RuleState[];
  disabled: boolean;
  onInstall: (state: RuleState) => void;
  onUpdate: (state: RuleState) => void;
  onRemove: (state: RuleState) => void;
}

export function RuleTable({ states, ...actions }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <ScrollContainer overflowY="visible">
      <table className={styles.table}>
        <thead>
          <tr>
            <th>{t('alerts.rule', 'Rule')}</th>
            <th>{t('alerts.severity', 'Severity')}</th>
            <th>{t('alerts.threshold', 'Fires at')}</th>
            <th>{t('alerts.document', 'Document')}</th>
            <th>{t('alerts.standing', 'Here')}</th>
            <th aria-label={t('alerts.actions', 'Actions')} />
          </tr>
        </thead>
        <tbody>
          {states.map((state) => (
            <RuleRow key={state.rule.id} state={state} {...actions} />
          ))}
        </tbody>
      </table>
    </ScrollContainer>
  );
}

function RuleRow({ state, disabled, onInstall, onUpdate, onRemove }: { state: RuleState } & Omit<Props, 'states'>) {
  const styles = useStyles2(getStyles);
  const { rule, standing, installed, newer } = state;
  const ours = standing !== 'missing' && standing !== 'provisioned';
  return (
    <tr>
      <td className={styles.name}>
        {installed ? <PageLink href={`/alerting/grafana/${installed.uid}/view`}>{rule.title}</PageLink> : rule.title}
        <span className={styles.summary}>{readable(rule.annotations.summary ?? '')}</span>
      </td>
      <td>{rule.labels.severity}</td>
      <td>{rule.annotations.threshold}</td>
      <td title={rule.annotations.document_anchor}>
        <LinkButton size="sm" fill="text" variant="secondary" href={rule.annotations.runbook_url} target="_blank">
          {rule.annotations.document_id}
        </LinkButton>
      </td>
      <td>
        <Stack direction="row" gap={0.5} wrap="wrap">
          <Badge {...badge(state)} />
          {!state.served && (
            <Badge
              color="orange"
              icon="exclamation-triangle"
              text={t('alerts.unserved', 'metric missing')}
              tooltip={t(
                'alerts.unservedWhy',
                'This Prometheus lacks a metric of the rule: it stays silent until that is there.'
              )}
            />
          )}
        </Stack>
      </td>
      <td className={styles.actions}>
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
            aria-label={t('alerts.updateOne', 'Update {{name}}', { name: rule.title })}
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
      </td>
    </tr>
  );
}

/** A summary holds labels of the alert to come. */
const readable = (summary: string) => summary.replace(/\{\{ \$labels\.(\w+) \}\}/g, '<$1>');

function badge({ standing, newer }: RuleState): { text: string; color: BadgeColor; tooltip?: string } {
  switch (standing) {
    case 'missing':
      return { text: t('alerts.missing', 'not installed'), color: 'darkgrey' };
    case 'provisioned':
      return {
        text: t('alerts.provisioned', 'from a file'),
        color: 'purple',
        tooltip: t('alerts.provisionedWhy', 'It is provisioned: whoever keeps the file changes it.'),
      };
    case 'outdated':
      return { text: t('alerts.outdated', 'newer version available'), color: 'blue' };
    case 'changed':
      return {
        text: newer
          ? t('alerts.changedNewer', 'changed by a person, newer version available')
          : t('alerts.changed', 'changed by a person'),
        color: 'orange',
      };
    default:
      return { text: t('alerts.installed', 'installed'), color: 'green' };
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({
    width: '100%',
    marginTop: theme.spacing(1),
    '& th': {
      textAlign: 'left',
      fontWeight: theme.typography.fontWeightRegular,
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
    },
    '& th, & td': { padding: theme.spacing(0.75, 2, 0.75, 0), verticalAlign: 'top' },
    '& tbody tr': { borderTop: `1px solid ${theme.colors.border.weak}` },
  }),
  name: css({ minWidth: 240 }),
  summary: css({
    display: 'block',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  actions: css({
    textAlign: 'right',
    whiteSpace: 'nowrap',
    '& > *': { marginLeft: theme.spacing(1) },
  }),
});
