// Do components work as well on the newest Grafana, with its React? The same tests, with the packages of
// tools/typecheck/13.2: what Grafana gives to plugins comes from there, whoever asks for it.
const base = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  ...base,
  roots: ['<rootDir>/src'],
  testMatch: ['**/*.test.tsx'],
  resolver: '<rootDir>/tools/typecheck/resolver.js',
};
