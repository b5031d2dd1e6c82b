// What does each rule say, and where does it stand here? One line per rule, with what can be done next.
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { ScrollContainer, useStyles2 } from '@grafana/ui';
import { HiddenLabel } from '../../components/HiddenLabel';
import { getTableStyles } from '../../components/plainTable';
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
      <table className={cx(styles.table, styles.sentences)} aria-label={t('alerts.table', 'Alert rules')}>
        <thead>
          <tr>
            <th>{t('alerts.rule', 'Rule')}</th>
            <th>{t('alerts.severity', 'Severity')}</th>
            <th>{t('alerts.threshold', 'Fires at')}</th>
            <th>{t('alerts.past', 'In the last 14 days')}</th>
            <th>{t('alerts.standing', 'Here')}</th>
            <th>{t('alerts.document', 'Document')}</th>
            <th>
              <HiddenLabel text={t('alerts.actions', 'Actions')} />
            </th>
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

/** Its thresholds and past are sentences: they take the lines that they need. */
const getStyles = (theme: GrafanaTheme2) => ({
  ...getTableStyles(theme),
  sentences: css({
    marginTop: theme.spacing(1),
    '& td': { whiteSpace: 'normal' },
    // The tables of all systems stand below each other: so do their columns, as far as their words let them.
    '& th:nth-child(1)': { width: '28%' },
    '& th:nth-child(2)': { width: '8%' },
    '& th:nth-child(3)': { width: '15%' },
    '& th:nth-child(4)': { width: '21%' },
    '& th:nth-child(6)': { width: '11%' },
  }),
});
