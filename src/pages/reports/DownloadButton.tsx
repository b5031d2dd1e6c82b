// How does a text become a file on the reader's disk? Made when it is asked for, and let go once it is there.
import { Button } from '@grafana/ui';
import { type MouseEvent } from 'react';
import { t } from '../../components/text';
import { type Download } from './downloads';

/** Safari begins to read the text only after the click, and saves nothing where the address is no more. */
const readMilliseconds = 60_000;

export function DownloadButton({ file }: { file: Download }) {
  const save = (event: MouseEvent<HTMLButtonElement>) => {
    const address = URL.createObjectURL(new Blob([file.text], { type: `${file.type};charset=utf-8` }));
    const link = event.currentTarget.ownerDocument.createElement('a');
    link.href = address;
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), readMilliseconds);
  };
  return (
    <Button
      size="sm"
      variant="secondary"
      fill="text"
      icon="download-alt"
      aria-label={t('report.download', 'Download {{name}}', { name: file.label })}
      onClick={save}
    >
      {file.label}
    </Button>
  );
}
