// What does one rule say, what would it have done, and where does it stand here?
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Badge, type BadgeColor, Stack, useStyles2 } from '@grafana/ui';
import { LinkButton } from '../../components/LinkButton';
import { PageLink } from '../../components/PageLink';
import { t } from '../../components/text';
import { withFigures } from './figures';
import { RulePreview } from './preview/RulePreview';
import { type Choices } from './rule';
import { RuleButtons } from './RuleButtons';
import { type RuleActions } from './RuleTable';
import { type RuleState } from './state';

interface Props extends RuleActions {
  state: RuleState;
  system: string;
  choices: Choices;
  previewed: (id: string) => boolean;
}

export function RuleRow({ state, system, choices, previewed, ...actions }: Props) {
  const styles = useStyles2(getStyles);
  const { rule, installed, figures } = state;
  const says = withFigures(rule, figures).annotations.threshold;
  return (
    <tr>
      <td className={styles.name}>
        {installed ? <PageLink href={`/alerting/grafana/${installed.uid}/view`}>{rule.title}</PageLink> : rule.title}
        <span className={styles.summary}>{readable(rule.annotations.summary ?? '')}</span>
      </td>
      <td>{rule.labels.severity}</td>
      <td>
        {says}
        {Object.keys(figures).length > 0 && (
          <span className={styles.summary}>
            {t('alerts.ownNumbers', 'own numbers; documented: {{threshold}}', {
              threshold: rule.annotations.threshold ?? '',
            })}
          </span>
        )}
      </td>
      <td>
        <RulePreview
          state={state}
          choices={choices}
          system={system}
          wanted={previewed(rule.id)}
          onWanted={() => actions.onPreview(state)}
        />
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
      <td title={rule.annotations.document_anchor}>
        <LinkButton size="sm" fill="text" variant="secondary" href={rule.annotations.runbook_url} target="_blank">
          {rule.annotations.document_id ?? t('alerts.ownRunbook', 'runbook')}
        </LinkButton>
      </td>
      <td className={styles.actions}>
        <RuleButtons state={state} {...actions} />
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
  name: css({ minWidth: 200 }),
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
