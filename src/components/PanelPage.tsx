// How is a panel laid out? The sentence first, what it rests on below, scrolled where it must be, the legend last.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { ScrollContainer, useStyles2 } from '@grafana/ui';
import { type ReactNode, type Ref } from 'react';

interface Props {
  width: number;
  height: number;
  sentence?: ReactNode;
  /** Left out where the panel is too low for it. */
  legend?: ReactNode;
  frame?: Ref<HTMLDivElement>;
  children: ReactNode;
}

const leastHeightForLegend = 160;

export function PanelPage({ width, height, sentence, legend, frame, children }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div ref={frame} style={{ width, height }} className={styles.page}>
      {sentence && <p className={styles.sentence}>{sentence}</p>}
      <ScrollContainer>{children}</ScrollContainer>
      {height > leastHeightForLegend && legend}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'flex', flexDirection: 'column', overflow: 'hidden' }),
  sentence: css({ margin: theme.spacing(0, 0.75, 0.5), fontWeight: theme.typography.fontWeightMedium }),
});
