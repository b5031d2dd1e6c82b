// How does a report look on the page? As the one renderer prints it, in a frame of its own without scripts.
import { css } from '@emotion/css';
import { dateTimeFormat, getTimeZone, type GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, LoadingPlaceholder, Stack, useStyles2, useTheme2 } from '@grafana/ui';
import { useEffect, useMemo, useRef, useState } from 'react';
import { t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { htmlOf } from '../../report/html';
import { moved, type Period } from '../../report/moments';
import { readReport } from '../../report/numbers';
import { ask } from '../address';
import { askResource } from '../datasources';
import { DownloadButton } from './DownloadButton';
import { downloadsOf } from './downloads';

interface Props {
  uid: string;
  system: string;
  period: Period;
  day?: string;
  /** Measured anew, though it was kept. */
  again: boolean;
}

async function askReport({ uid, system, period, day, again }: Props) {
  const path = `reports/${period}`;
  const asked = { system, ...(day !== undefined && { day }), ...(again && { again: 'true' }) };
  return readReport(await askResource<unknown>(uid, path, asked), `${path} of ${system}`);
}

export default function Report(props: Props) {
  const styles = useStyles2(getStyles);
  const { isDark } = useTheme2();
  const frame = useRef<HTMLIFrameElement>(null);
  const { height, measure } = useHeightOfContent();
  const { uid, system, period, day, again } = props;
  const key = `report ${uid} ${system} ${period} ${day} ${again}`;
  const { value: alone, error, loading } = useAnswer(key, () => askReport(props));
  // The page stands without it; the comparison comes when it is measured.
  const {
    value: before,
    error: notCompared,
    refused: nothingBefore = false,
  } = useAnswer(`before ${alone ? key : ''}`, async () =>
    alone && period !== 'run' ? askReport({ ...props, day: moved(alone.day, period, -1), again: false }) : undefined
  );
  const value = useMemo(() => (alone && before ? { ...alone, before } : alone), [alone, before]);
  const html = useMemo(() => value && htmlOf(value, isDark ? 'dark' : 'light'), [value, isDark]);
  if (loading) {
    return <LoadingPlaceholder text={t('report.loading', 'Measuring the period …')} />;
  }
  if (error !== undefined || !value || html === undefined) {
    return (
      <Alert severity="error" title={t('report.failed', 'The report of {{system}} could not be made', { system })}>
        {error}
      </Alert>
    );
  }
  return (
    <article aria-label={value.title}>
      <Stack direction="row" gap={1} wrap="wrap" justifyContent="flex-end" alignItems="center">
        {value.keptAt != null && (
          <span className={styles.kept}>
            {t('report.kept', 'As it was kept on {{moment}}', {
              moment: dateTimeFormat(value.keptAt, { timeZone: getTimeZone() }),
            })}{' '}
            <Button size="sm" variant="secondary" fill="text" onClick={() => ask({ again: 'true' })}>
              {t('report.again', 'Measure again')}
            </Button>
          </span>
        )}
        {downloadsOf(value).map((file) => (
          <DownloadButton key={file.name} file={file} />
        ))}
        <Button size="sm" variant="secondary" icon="file-alt" onClick={() => frame.current?.contentWindow?.print()}>
          {t('report.print', 'Print')}
        </Button>
      </Stack>
      {notCompared !== undefined && !nothingBefore && (
        <p role="status" className={styles.kept}>
          {t('report.notCompared', 'It is not compared with the period before, which could not be read. {{why}}', {
            why: notCompared,
          })}
        </p>
      )}
      <iframe
        ref={frame}
        className={styles.frame}
        // Same origin, so that its height can be measured; no scripts.
        sandbox="allow-same-origin allow-modals"
        title={t('report.of', 'Report of {{title}}', { title: value.title })}
        srcDoc={html}
        style={{ height }}
        onLoad={(event) => measure(event.currentTarget.contentDocument)}
      />
    </article>
  );
}

/** What is in a frame is as high as its words need: another one in a narrower window. */
function useHeightOfContent() {
  const [height, setHeight] = useState(600);
  const observer = useRef<ResizeObserver | undefined>(undefined);
  useEffect(() => () => observer.current?.disconnect(), []);
  const measure = (document: Document | null) => {
    observer.current?.disconnect();
    if (!document) {
      return;
    }
    const take = () => setHeight(document.body.scrollHeight + 20);
    observer.current = new ResizeObserver(take);
    observer.current.observe(document.body);
    take();
  };
  return { height, measure };
}

const getStyles = (theme: GrafanaTheme2) => ({
  kept: css({ color: theme.colors.text.secondary, marginRight: 'auto' }),
  frame: css({
    width: '100%',
    marginTop: theme.spacing(1),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
  }),
});
