import { version as winston } from 'winston/package.json'
import type { Contender } from './contender'
import { PEERS } from './peers'
import { BURST_RECORDS } from './scenarios'

/** What the others are compared with: a logger has a price without any telemetry. */
export const YARDSTICK = 'winston'

const MAX_QUEUE_MIB = 128
const { applicationinsights: ai, opentelemetry: otel } = PEERS

/** By the name that the measuring process tells its child. */
export const CONTENDERS: Readonly<Record<string, Contender>> = {
  [YARDSTICK]: {
    title: 'winston alone',
    description: `winston ${winston}, its JSON format, its \`Stream\` transport to a stream that forgets`,
    takesPartIn: ['burst', 'paced'],
    open: async () => (await import('./contenders/winston-alone.js')).open(),
  },
  azmon: {
    title: '@azmon/winston',
    description: `winston ${winston}, @azmon/winston of this workspace`,
    takesPartIn: ['burst', 'paced', 'down'],
    open: async (connectionString) => (await import('./contenders/azmon.js')).open({ connectionString }),
  },
  'azmon-journal': {
    title: '@azmon/winston, journal',
    description: "the same, `durability: 'journal'`: each record is on disk when the call returns",
    takesPartIn: ['burst', 'paced'],
    open: async (connectionString) =>
      (await import('./contenders/azmon.js')).open({ connectionString, durability: 'journal' }),
  },
  'azmon-large': {
    title: '@azmon/winston, large queue',
    description: `the same, \`maxQueueBytes\` ${MAX_QUEUE_MIB} MiB`,
    takesPartIn: ['burst'],
    open: async (connectionString) =>
      (await import('./contenders/azmon.js')).open({ connectionString, maxQueueBytes: MAX_QUEUE_MIB * 1_024 * 1_024 }),
  },
  applicationinsights: {
    title: 'applicationinsights',
    description: `applicationinsights ${ai.applicationinsights}, \`trackTrace\` of its default client, without winston`,
    takesPartIn: ['burst', 'paced', 'down'],
    open: async (connectionString) => (await import('./contenders/application-insights.js')).open(connectionString),
  },
  'winston-azure': {
    title: 'winston-azure-application-insights',
    description: `winston ${winston}, winston-azure-application-insights ${ai['winston-azure-application-insights']}, applicationinsights ${ai.applicationinsights}`,
    takesPartIn: ['burst', 'paced', 'down'],
    open: async (connectionString) => (await import('./contenders/winston-azure.js')).open(connectionString),
  },
  'azure-exporter': {
    title: 'Azure exporter',
    description: `winston ${winston}, @opentelemetry/winston-transport ${otel['@opentelemetry/winston-transport']}, sdk-logs ${otel['@opentelemetry/sdk-logs']}, @azure/monitor-opentelemetry-exporter ${otel['@azure/monitor-opentelemetry-exporter']}`,
    takesPartIn: ['burst', 'paced', 'down'],
    open: async (connectionString) => (await import('./contenders/azure-exporter.js')).open(connectionString),
  },
  'azure-exporter-large': {
    title: 'Azure exporter, large queue',
    description: `the same, \`maxQueueSize\` ${BURST_RECORDS.toLocaleString('en')}`,
    takesPartIn: ['burst'],
    open: async (connectionString) =>
      (await import('./contenders/azure-exporter.js')).open(connectionString, { maxQueueSize: BURST_RECORDS }),
  },
}
