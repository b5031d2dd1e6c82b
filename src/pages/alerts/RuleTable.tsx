// What does each rule say, and where does it stand here? One line per rule, with what can be done next.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { ScrollContainer, useStyles2 } from '@grafana/ui';
import { t } from '../../components/text';
import { type Choices } from './rule';
import { RuleRow } from './RuleRow';
import { type RuleState } from './state';

export interface RuleActions {
  disabled: boolean;
  onInstall: (state: RuleState) => void;
  onUpdate: (state: RuleState) => void;
  onRemove: (state: RuleState) => void;
  onNumbers: (state: RuleState) => void;
  onPreview: (state: RuleState) => void;
}

interface Props extends RuleActions {
  system: string;
  states: RuleState[];
  choices: Choices;
  /** Ids of rules whose past is shown. */
  previewed: (id: string) => boolean;
}

export function RuleTable({ states, ...rest }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <ScrollContainer overflowY="visible">
      <table className={styles.table}>
        <thead>
          <tr>
            <th>{t('alerts.rule', 'Rule')}</th>
            <th>{t('alerts.severity', 'Severity')}</th>
            <th>{t('alerts.threshold', 'Fires at')}</th>
            <th>{t('alerts.past', 'In the last 14 days')}</th>
            <th>{t('alerts.document', 'Document')}</th>
            <th>{t('alerts.standing', 'Here')}</th>
            <th aria-label={t('alerts.actions', 'Actions')} />
          </tr>
        </thead>
        <tbody>
          {states.map((state) => (
            <RuleRow key={state.rule.id} state={state} {...rest} />
          ))}
        </tbody>
      </table>
    </ScrollContainer>
  );
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
});
