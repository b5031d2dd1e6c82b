// What does a panel show before it has something to draw? Nothing while it loads,
// why it could not be read, which fields it needs, or that there is nothing yet.
import { css } from '@emotion/css';
import { type GrafanaTheme2, LoadingState, type PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import { type ReactNode } from 'react';
import { asSentence } from './failure';

interface Props<Content> {
  panel: Pick<PanelProps, 'data' | 'id' | 'fieldConfig'>;
  /** What was read from the frames; undefined where they have not the fields for it. */
  content: Content | undefined;
  words: {
    failed: (message: string) => string;
    wrongData: () => string;
    /** Where a person has set no text of their own. */
    nothing: () => string;
  };
  children: (content: Content) => ReactNode;
}

export function PanelAnswer<Content extends { all: readonly unknown[] }>(props: Props<Content>) {
  const { content, words, children } = props;
  const { data, id, fieldConfig } = props.panel;
  const styles = useStyles2(getStyles);
  if (data.series.length === 0 && data.state === LoadingState.Loading) {
    return null;
  }
  // One of several queries may have answered, with nothing: that is no reason to say that there is nothing.
  if (data.state === LoadingState.Error && data.series.every((frame) => frame.length === 0)) {
    return <p className={styles.state}>{words.failed(asSentence((data.error ?? data.errors?.[0])?.message ?? ''))}</p>;
  }
  if (data.series.some((frame) => frame.length > 0) && !content) {
    return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} message={words.wrongData()} />;
  }
  if (!content || content.all.length === 0) {
    return <p className={styles.state}>{fieldConfig.defaults.noValue ?? words.nothing()}</p>;
  }
  return children(content);
}

const getStyles = (theme: GrafanaTheme2) => ({
  state: css({ margin: theme.spacing(1), color: theme.colors.text.secondary }),
});
