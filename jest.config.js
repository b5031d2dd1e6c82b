// How do the unit tests of TypeScript run? In a browser-like environment; a file
// that needs none says `@jest-environment node` in its first comment.

// Published as ES modules only; Grafana's packages pull them in.
const esModules = [
  '@grafana',
  '@marcbachmann',
  '@react-hookz',
  '@ver0',
  '@react-awesome-query-builder',
  '@wojtekmaj',
  'd3',
  'd3-.*',
  'delaunator',
  'get-user-locale',
  'internmap',
  'marked',
  'memoize',
  'mimic-function',
  'ol',
  'react-calendar',
  'react-colorful',
  'rc-.*',
  'robust-predicates',
  'uuid',
];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'jsdom',
  roots: ['<rootDir>/src', '<rootDir>/catalog', '<rootDir>/instrument', '<rootDir>/demo', '<rootDir>/tests/emit'],
  testMatch: ['**/*.test.{ts,tsx}'],
  // Jest leaves one processor to whoever watches; a test run has nobody.
  maxWorkers: '100%',
  // A busy machine is no failure.
  testTimeout: 30_000,
  setupFilesAfterEnv: ['<rootDir>/src/test/setup.ts'],
  moduleNameMapper: {
    '\\.(css|scss|sass)$': 'identity-obj-proxy',
    '\\.svg$': 'identity-obj-proxy',
    'react-inlinesvg': '<rootDir>/src/test/InlineSvg.tsx',
  },
  transform: {
    '^.+\\.(t|j|mj|cj)sx?$': [
      '@swc/jest',
      {
        sourceMaps: 'inline',
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
        },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!.*/?(${esModules.join('|')})/)`],
};
