/** Which files does one report become? */
import { csvFilesOf } from './csv';
import { htmlOf } from './html';
import { markdownOf } from './markdown';
import { type Report } from './numbers';
import type { Format } from './options';

export interface ReportFile {
  name: string;
  text: string;
}

export function filesOf(report: Report, formats: Format[]): ReportFile[] {
  const base = `yardstick-${fileName(report.system)}-${report.period}-${report.day}`;
  return formats.flatMap((format) => {
    switch (format) {
      case 'markdown':
        return [{ name: `${base}.md`, text: markdownOf(report) }];
      case 'html':
        return [{ name: `${base}.html`, text: htmlOf(report) }];
      case 'csv':
        return csvFilesOf(report).map((f) => ({ name: `${base}-${f.name}.csv`, text: f.text }));
    }
  });
}

/** A system's name can hold anything; a file's name only what every file system takes, still one per system. */
function fileName(system: string): string {
  return system.replace(/[^A-Za-z0-9-]/gu, (c) => `_${c.codePointAt(0)?.toString(16) ?? ''}_`) || 'system';
}
