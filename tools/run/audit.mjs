// What ships, under which licences, and with which known weaknesses?
//
//   npm run audit          vulnerabilities, licences, and the bill of materials in reports/
//   npm run audit -- --no-build    of the dist/ that is there
//
// Ends with 1 only for a finding: a known weakness in what ships, or a licence that is not on the list. Where a
// database cannot be reached it says so: nothing was checked then, which is no finding.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildBackend, buildFrontEnd } from './build.mjs';
import { installPackages } from './install.mjs';
import { root } from './step.mjs';

const GOVULNCHECK = 'golang.org/x/vuln/cmd/govulncheck@v1.9.0';
const CYCLONEDX = 'github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0';

/** Licences that may be linked or bundled into Apache-2.0. MPL-2.0 (HashiCorp's plugin protocol) is per file, unchanged. */
const ALLOWED = new Set(
  'Apache-2.0 MIT MIT-0 BSD-2-Clause BSD-3-Clause ISC 0BSD MPL-2.0 Unlicense CC0-1.0 BlueOak-1.0.0 Zlib'.split(' ')
);
/** What tells a licence from the others, in the order in which they are looked for. */
const TEXTS = [
  ['MPL-2.0', /Mozilla Public License,? version 2\.0/i],
  ['Apache-2.0', /Apache License,? Version 2\.0/i],
  ['MIT', /Permission is hereby granted, free of charge, to any person obtaining a copy/],
  ['ISC', /Permission to use, copy, modify,? and(?:\/or)? distribute this software for any purpose/],
  ['BSD-3-Clause', /Redistribution and use in source and binary forms[\s\S]*Neither the names? of/],
  ['BSD-2-Clause', /Redistribution and use in source and binary forms/],
  ['Unlicense', /This is free and unencumbered software released into the public domain/],
];

const reports = path.join(root, 'reports');
const dist = path.join(root, 'dist');
const findings = [];
const unchecked = [];

function captured(command, args, options = {}) {
  const run = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, ...options });
  return { code: run.status ?? 127, out: run.stdout ?? '', err: `${run.stderr ?? ''}${run.error?.message ?? ''}` };
}

/** The last line that says something, for a remark. */
const lastLine = (text) => text.trim().split('\n').at(-1)?.trim() ?? '';

/** Known weaknesses of the Go modules and of Go itself, as far as our code calls them. */
function goWeaknesses() {
  const check = (...more) =>
    captured('go', ['run', GOVULNCHECK, ...more, '-format', 'json', '-tags', 'arrow_json_stdlib', './pkg/...']);
  let run = check();
  if (run.code !== 0) {
    console.log(`govulncheck without vuln.go.dev (${lastLine(run.err)}): the database comes as a Go module`);
    const database = databaseOfModule();
    run = database ? check('-db', pathToFileURL(database).href) : run;
  }
  if (run.code !== 0) {
    unchecked.push(`govulncheck did not run, or no vulnerability database is reachable: ${lastLine(run.err)}`);
    return;
  }
  const said = [...objects(run.out)];
  const summaries = new Map(said.filter(({ osv }) => osv).map(({ osv }) => [osv.id, osv.summary]));
  const called = new Map(
    said.filter(({ finding }) => finding?.trace?.[0]?.function).map(({ finding }) => [finding.osv, finding])
  );
  for (const [id, { fixed_version: repaired, trace }] of called) {
    const { module, version } = trace[0];
    findings.push(
      `${id} in ${module} ${version}, repaired in ${repaired ?? 'no version yet'}: ${summaries.get(id) ?? ''}`
    );
  }
  const dated = said.find(({ config }) => config)?.config?.db_last_modified;
  console.log(`govulncheck: of the database of ${dated}, ${called.size} known weaknesses are called`);
}

/**
 * The database as it is published beside vuln.go.dev: the module golang.org/x/vulndb, laid out as govulncheck reads it
 * (https://go.dev/doc/security/vuln/database). Undefined where the module proxy has no answer either.
 */
function databaseOfModule() {
  const run = captured('go', ['mod', 'download', '-json', 'golang.org/x/vulndb@latest']);
  if (run.code !== 0) {
    return undefined;
  }
  const { Dir: folder, Version: published } = JSON.parse(run.out);
  const from = path.join(folder, 'data', 'osv');
  const to = path.join(root, '.cache', 'vulndb');
  mkdirSync(path.join(to, 'index'), { recursive: true });
  mkdirSync(path.join(to, 'ID'), { recursive: true });
  const modules = new Map();
  const vulns = [];
  for (const file of readdirSync(from).filter((name) => name.endsWith('.json'))) {
    const text = readFileSync(path.join(from, file), 'utf8');
    const { id, modified, aliases, affected = [] } = JSON.parse(text);
    vulns.push({ id, modified, aliases });
    for (const name of new Set(affected.map((one) => one.package.name))) {
      modules.set(name, [...(modules.get(name) ?? []), { id, modified }]);
    }
    writeFileSync(path.join(to, 'ID', file), text);
  }
  const index = {
    db: { modified: momentOf(published) },
    vulns,
    modules: [...modules].map(([name, own]) => ({ path: name, vulns: own })),
  };
  for (const [name, content] of Object.entries(index)) {
    writeFileSync(path.join(to, 'index', `${name}.json`), JSON.stringify(content));
  }
  return to;
}

/** When a version such as v0.0.0-20261105234957-e22db6528018 was published. */
function momentOf(version) {
  const [, year, month, day, hour, minute] = /-(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)\d\d-/.exec(version);
  return `${year}-${month}-${day}T${hour}:${minute}:00Z`;
}

/** JSON values that follow each other, each beginning in the first column. */
function* objects(text) {
  for (const one of text.split(/\n(?=\{)/)) {
    if (one.trim()) {
      yield JSON.parse(one);
    }
  }
}

/** Known weaknesses of npm packages: a finding where the package is bundled, a remark where Grafana brings its own. */
function npmWeaknesses(bundled) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const run = captured(npm, ['audit', '--omit=dev', '--json']);
  let answer;
  try {
    answer = JSON.parse(run.out);
  } catch {
    answer = { error: { summary: lastLine(run.err) } };
  }
  if (!answer.vulnerabilities) {
    unchecked.push(
      `npm audit has no answer: ${answer.error?.summary || answer.message || 'the registry does not answer audits'}`
    );
    return;
  }
  const all = Object.values(answer.vulnerabilities);
  const shipped = all.filter(({ name }) => bundled.some((module) => module.name === name));
  for (const { name, severity, range } of shipped) {
    findings.push(`${name} ${range}: ${severity} (npm audit --omit=dev)`);
  }
  const others = all.filter((one) => !shipped.includes(one)).map(({ name, severity }) => `${name} (${severity})`);
  console.log(`npm audit: ${shipped.length} in what is bundled, ${others.length} in what Grafana brings itself`);
  others.forEach((other) => console.log(`  not shipped: ${other}`));
}

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) {
      yield path.join(entry.parentPath ?? entry.path, entry.name);
    }
  }
}

/** The npm packages whose code is in dist/, told by its source maps. */
function bundledPackages() {
  const folders = new Set();
  for (const file of filesBelow(dist)) {
    if (!file.endsWith('.js.map')) {
      continue;
    }
    for (const source of JSON.parse(readFileSync(file, 'utf8')).sources) {
      const below = source.slice(source.indexOf('node_modules/'));
      const inside = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(below);
      if (inside) {
        folders.add(inside[0]);
      }
    }
  }
  const packages = [...folders].sort().map((folder) => {
    const { name, version, license, licenses } = JSON.parse(
      readFileSync(path.join(root, folder, 'package.json'), 'utf8')
    );
    const said = license?.type ?? license ?? licenses?.map?.((one) => one.type ?? one).join(' OR ') ?? '';
    return { name, version, licence: said };
  });
  // Two folders may hold the same version.
  return [...new Map(packages.map((one) => [`${one.name}@${one.version}`, one])).values()];
}

/** The Go modules that are linked into the back end, told by the binary, with the licences of their files. */
function linkedModules() {
  const folder = path.join(dist, 'datasource');
  const binary = readdirSync(folder).find((name) => name.startsWith('gpx_'));
  const args = ['run', CYCLONEDX, 'bin', '-json', '-std', '-output-version', '1.6', path.join(folder, binary)];
  const run = captured('go', args);
  if (run.code !== 0) {
    unchecked.push(`the modules of ${binary} were not listed: ${lastLine(run.err)}`);
    return [];
  }
  const format = '{{with .Module}}{{.Path}} {{.Dir}}{{end}}';
  const folders = new Map(
    captured('go', ['list', '-deps', '-tags', 'arrow_json_stdlib', '-f', format, './pkg'])
      .out.split('\n')
      .filter((line) => line.includes(' '))
      .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)])
  );
  folders.set('std', captured('go', ['env', 'GOROOT']).out.trim());
  return JSON.parse(run.out).components.map((one) => {
    const licence = licenceIn(folders.get(one.name));
    return { ...one, evidence: undefined, licenses: licence ? [{ license: { id: licence } }] : [] };
  });
}

/** The licence of a folder, by the words of its file. */
function licenceIn(folder) {
  const file = folder && readdirSync(folder).find((name) => /^(licen[cs]e|copying)(\.(txt|md))?$/i.test(name));
  const text = file ? readFileSync(path.join(folder, file), 'utf8').replaceAll(/\s+/g, ' ') : '';
  return TEXTS.find(([, words]) => words.test(text))?.[0] ?? '';
}

/** "(MIT OR Apache-2.0)": one allowed is enough; "MIT AND ISC": each must be. */
function allowed(expression) {
  const plain = expression.replaceAll(/[()]/g, '');
  return plain.split(/ OR /i).some((choice) => choice.split(/ AND /i).every((one) => ALLOWED.has(one.trim())));
}

function licences(components) {
  const by = new Map();
  for (const { name, version, licence } of components) {
    by.set(licence, [...(by.get(licence) ?? []), `${name} ${version}`]);
    if (!allowed(licence)) {
      findings.push(`${name} ${version}: its licence is ${licence || 'not known'}, which is not on the list`);
    }
  }
  for (const [licence, names] of [...by].sort(([, a], [, b]) => b.length - a.length)) {
    console.log(
      `  ${(licence || 'not known').padEnd(20)} ${String(names.length).padStart(4)}  ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`
    );
  }
}

/** One bill for both halves, in the order of names, without a time stamp: the same code gives the same file. */
function billOf(go, npm) {
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const components = npm.map((one) => ({
    type: 'library',
    'bom-ref': `pkg:npm/${one.name.replace('@', '%40')}@${one.version}`,
    name: one.name,
    version: one.version,
    purl: `pkg:npm/${one.name.replace('@', '%40')}@${one.version}`,
    licenses: [/ /.test(one.licence) ? { expression: one.licence } : { license: { id: one.licence } }],
  }));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: { type: 'application', 'bom-ref': name, name, version, licenses: [{ license: { id: 'Apache-2.0' } }] },
    },
    components: [...go, ...components].sort((a, b) => a.name.localeCompare(b.name)),
  };
}

if (!process.argv.includes('--no-build')) {
  installPackages();
  buildFrontEnd();
  const goos = { linux: 'linux', darwin: 'darwin', win32: 'windows' }[process.platform] ?? process.platform;
  buildBackend(goos, { x64: 'amd64', arm64: 'arm64' }[process.arch] ?? process.arch);
}
if (!existsSync(dist)) {
  console.error('there is no dist/: run this without --no-build, or npm run build first');
  process.exit(1);
}
const npm = bundledPackages();
const components = linkedModules();
const go = components.map(({ name, version, licenses }) => ({ name, version, licence: licenses[0]?.license.id ?? '' }));
goWeaknesses();
npmWeaknesses(npm);
console.log(`licences of ${go.length} Go modules linked and ${npm.length} npm packages bundled:`);
licences([...go, ...npm]);
mkdirSync(reports, { recursive: true });
const bill = path.join(reports, 'sbom.cdx.json');
writeFileSync(bill, `${JSON.stringify(billOf(components, npm), null, 2)}\n`);
console.log(`bill of materials: ${path.relative(root, bill)} (CycloneDX 1.6)`);

unchecked.forEach((what) => console.log(`NOT CHECKED: ${what}`));
findings.forEach((finding) => console.error(`FINDING: ${finding}`));
console.log(findings.length === 0 ? 'no findings' : `${findings.length} findings`);
process.exit(findings.length === 0 ? 0 : 1);
