/** Which other emitters are known? Where several of them are found, the first wins. */
import { defineProfiles } from '../profile';
import { envoy, opossum, resilience4j } from './breakers';
import { neo4j, postgresExporter, postgresExporterQueries } from './databases';
import { litellm } from './language-models';
import { opentelemetry, opentelemetryJs, opentelemetryPython } from './opentelemetry';

export const profiles = defineProfiles([
  opentelemetry,
  opentelemetryJs,
  opentelemetryPython,
  resilience4j,
  opossum,
  envoy,
  litellm,
  neo4j,
  postgresExporter,
  postgresExporterQueries,
]);
