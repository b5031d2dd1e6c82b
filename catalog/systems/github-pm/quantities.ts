/** What does D5 want to see? By where it comes from. */
import { api } from './quantities-api';
import { benchmarkQuantities } from './quantities-benchmarks';
import { commands } from './quantities-commands';
import { resources } from './quantities-resources';

export const quantities = [...commands, ...resources, ...api, ...benchmarkQuantities];
