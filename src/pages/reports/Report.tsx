// How does a report look on the page? As the one renderer prints it, in a frame of its own without scripts.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, LoadingPlaceholder, Stack, useStyles2, useTheme2 } from '@grafana/ui';
import { useMemo, useRef, useState } from 'react';
import { t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { htmlOf } from '../../report/html';
import { type Period } from '../../report/moments';
import { readReport } from '../../report/numbers';
import { askResource } from '../datasources';
import { DownloadButton } from './DownloadButton';
import { downloadsOf } from './downloads';

interface Props {
  uid: string;
  system: string;
  period: Period;
  day?: string;
}

async function askReport({ uid, system, period, day }: Props) {
  const path = `reports/${period}`;
  const answer = await askResource<unknown>(uid, path, { system, ...(day !== undefined && { day }) });
  return readReport(answer, `${path} of ${system}`);
}

export default function Report(props: Props) {
  const styles = useStyles2(getStyles);
  const { isDark } = useTheme2();
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(600);
  const { uid, system, period, day } = props;
  const { value, error, loading } = useAnswer(`report ${uid} ${system} ${period} ${day}`, () => askReport(props));
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
        {downloadsOf(value).map((file) => (
          <DownloadButton key={file.name} file={file} />
        ))}
        <Button size="sm" variant="secondary" icon="file-alt" onClick={() => frame.current?.contentWindow?.print()}>
          {t('report.print', 'Print')}
        </Button>
      </Stack>
      <iframe
        ref={frame}
        className={styles.frame}
        // Same origin, so that its height can be measured; no scripts.
        sandbox="allow-same-origin allow-modals"
        title={t('report.of', 'Report of {{title}}', { title: value.title })}
        srcDoc={html}
        style={{ height }}
        onLoad={(event) => setHeight((event.currentTarget.contentDocument?.documentElement.scrollHeight ?? 600) + 20)}
      />
    </article>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({
    width: '100%',
    marginTop: theme.spacing(1),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
  }),
});
