/** How does the page look on a screen, light or dark, wide or narrow, and on two sheets of paper? */
const dark = `--page: #111217; --raised: #1c1e24; --ink: #dcdde4; --soft: #9a9ca8; --line: #33363f; --band: #22413a; --info: #7ba7ff; --warning: #fbad37; --critical: #ff6a95; --better: #6ccf8e; --info-area: #1d2b47; --warning-area: #46330f; --critical-area: #4b1a2c;`;

export const sheet = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --raised: #f4f5f5; --ink: #24292e; --soft: #5f6673; --line: #d9dbe0; --band: #cfe0d6;
  --info: #1f62e0; --warning: #a84a05; --critical: #c4064f; --better: #0a764e;
  --info-area: #dbe6fb; --warning-area: #fbe3cc; --critical-area: #fad3e0;
}
@media screen and (prefers-color-scheme: dark) { :root:not([data-theme='light']) { ${dark} } }
@media screen { :root[data-theme='dark'] { color-scheme: dark; ${dark} } }
:root[data-theme='light'] { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 14px/1.45 Inter, system-ui, 'Segoe UI', Roboto, sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 28px 24px 40px; }
h1 { font-size: 14px; font-weight: 600; margin: 0; }
h2 { font-size: 14px; font-weight: 600; margin: 0 0 6px; }
p { margin: 0; }
.soft, small { color: var(--soft); font-size: 12px; font-weight: 400; }
.sentence { font-size: 22px; line-height: 1.35; margin: 14px 0 20px; max-width: 46em; overflow-wrap: anywhere; }
.figures { display: grid; grid-template-columns: repeat(5, 1fr); gap: 0; margin: 0 0 22px; border: solid var(--line); border-width: 1px 0; }
.figures div { padding: 10px 12px 10px 0; min-width: 0; }
.figures dt { color: var(--soft); font-size: 12px; }
.figures dd { margin: 0; }
.figures .value { font-size: 22px; line-height: 1.3; font-variant-numeric: tabular-nums; }
.stories { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 40px; margin-bottom: 22px; }
.stories ol { list-style: none; margin: 0; padding: 0; }
.stories li { padding: 7px 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.stories b { font-weight: 600; }
.ratio { float: right; margin-left: 12px; font-variant-numeric: tabular-nums; }
.info { color: var(--info); } .warning { color: var(--warning); } .critical { color: var(--critical); } .better { color: var(--better); }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr)); gap: 14px 24px; margin-bottom: 26px; }
.charts > h2 { grid-column: 1 / -1; margin: 0; }
figure { margin: 0; min-width: 0; break-inside: avoid; }
figcaption { overflow-wrap: anywhere; }
figure svg { display: block; width: 100%; height: auto; max-width: 440px; }
.sections { columns: 3 300px; column-gap: 32px; margin-bottom: 14px; }
.sections section { break-inside: avoid-column; margin-bottom: 14px; }
.wide { overflow-x: auto; margin-bottom: 24px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: baseline; padding: 3px 10px 3px 0; border-top: 1px solid var(--line); font-weight: 400; }
td:last-child, th:last-child { padding-right: 0; }
thead th, .units th { color: var(--soft); font-size: 12px; white-space: nowrap; }
thead th, thead td { border-top: 0; vertical-align: bottom; }
thead .mark { display: block; }
.units th:first-child { color: var(--ink); font-weight: 600; font-size: 14px; white-space: normal; }
.units small { display: block; }
.number { text-align: right; white-space: nowrap; }
td:first-child { overflow-wrap: break-word; max-width: 24em; min-width: 9em; }
td:first-child small { margin-left: 6px; }
.detail { display: block; overflow-wrap: anywhere; }
.note td { color: var(--soft); }
.mark { display: inline-block; width: 120px; height: 14px; vertical-align: -2px; color: var(--soft); }
.mark.info { color: var(--info); } .mark.warning { color: var(--warning); } .mark.critical { color: var(--critical); }
.mark path { fill: none; stroke: var(--line); } .mark .one { stroke: var(--soft); } .mark .reach { stroke: currentColor; stroke-width: 2; opacity: .55; }
.mark .dot { fill: currentColor; stroke: none; } .mark text { font-size: 10px; fill: var(--soft); }
footer { border-top: 1px solid var(--line); padding-top: 10px; }
footer p { margin-bottom: 4px; }
@media screen and (max-width: 720px) {
  main { padding: 18px 14px 28px; }
  .sentence { font-size: 19px; }
  .figures { grid-template-columns: 1fr 1fr; }
  .stories { grid-template-columns: 1fr; gap: 20px; }
  .minor { display: none; }
}
@page { size: A4; margin: 11mm 12mm; }
@media print {
  body { font-size: 8.5px; line-height: 1.35; }
  main { max-width: none; padding: 0; }
  h1, h2, .units th:first-child { font-size: 9.5px; }
  .soft, small, .figures dt, thead th, .units th { font-size: 7.5px; }
  .sentence { font-size: 15px; margin: 8px 0 12px; }
  .figures { margin-bottom: 12px; } .figures .value { font-size: 15px; } .figures div { padding: 6px 8px 6px 0; }
  .stories { margin-bottom: 12px; } .stories li { padding: 4px 0; break-inside: avoid; }
  .charts { grid-template-columns: 1fr 1fr 1fr; gap: 8px 18px; margin-bottom: 12px; }
  figure svg { max-width: 100%; } figure svg text { font-size: 14px !important; }
  .sections { columns: 3; column-gap: 22px; margin-bottom: 4px; } .sections section { margin-bottom: 8px; }
  .wide { overflow: visible; margin-bottom: 10px; break-inside: avoid; }
  th, td { padding: 1.5px 8px 1.5px 0; border-top-width: .5px; }
  tr { break-inside: avoid; } thead { display: table-header-group; }
  .mark { width: 115px; height: 11px; }
  .late { display: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
@media not print { .onpaper { display: none; } }
`;
