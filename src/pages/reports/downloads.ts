// As which files can a report be taken along? Those that the command writes, and its numbers as JSON.
import { t } from '../../components/text';
import { type Report } from '../../report/numbers';
import { filesOf, type ReportFile } from '../../report/files';

export interface Download extends ReportFile {
  label: string;
  type: string;
}

const types: Record<string, string> = {
  md: 'text/markdown',
  html: 'text/html',
  csv: 'text/csv',
  json: 'application/json',
};

export function downloadsOf(report: Report): Download[] {
  const files = filesOf(report, ['markdown', 'html', 'csv']);
  const json = {
    name: (files[0]?.name ?? 'report.md').replace(/\.md$/, '.json'),
    text: `${JSON.stringify({ reports: [report] }, null, 2)}\n`,
  };
  return [...files, json].map((file) => {
    const ending = file.name.slice(file.name.lastIndexOf('.') + 1);
    return { ...file, label: labelOf(file.name, ending), type: types[ending] ?? 'text/plain' };
  });
}

function labelOf(name: string, ending: string): string {
  switch (ending) {
    case 'md':
      return t('report.markdown', 'Markdown');
    case 'html':
      return t('report.html', 'HTML');
    case 'json':
      return t('report.json', 'JSON');
    default:
      return t('report.csv', 'CSV {{table}}', { table: name.slice(name.lastIndexOf('-') + 1, -4) });
  }
}
