import { devNull } from 'node:os'
import { version as pino } from 'pino/package.json'
import { version as winston } from 'winston/package.json'
import type { Contender } from './contender'
import { PEERS } from './peers'
import { BURST_RECORDS } from './scenarios'

const MAX_QUEUE_MIB = 128
const { applicationinsights: ai, opentelemetry: otel, pino: pinoPeers } = PEERS

/** All contenders, by the name that the measuring process passes to its child process. */
export const CONTENDERS: Readonly<Record<string, Contender>> = {
  'winston-alone': {
    title: 'winston alone',
    description: `winston ${winston}, its JSON format, its \`Stream\` transport to a stream that discards everything`,
    family: 'winston',
    role: 'baseline',
    takesPartIn: ['burst', 'paced'],
    open: async () => (await import('./contenders/winston-alone.js')).open(),
  },
  azmon: {
    title: '@azmon/winston',
    description: `winston ${winston}, @azmon/winston of this workspace`,
    family: 'winston',
    role: 'ours',
    takesPartIn: ['burst', 'paced', 'down'],
    open: async (connectionString) => (await import('./contenders/azmon.js')).open({ connectionString }),
  },
  'azmon-journal': {
    title: '@azmon/winston, journal',
    description: "the same, `durability: 'journal'`: each record is on disk when the call returns",
    family: 'winston',
    role: 'ours',
    takesPartIn: ['burst', 'paced'],
    open: async (connectionString) =>
      (await import('./contenders/azmon.js')).open({ connectionString, durability: 'journal' }),
  },
  'azmon-large': {
    title: '@azmon/winston, large queue',
    description: `the same, \`maxQueueBytes\` ${MAX_QUEUE_MIB} MiB`,
    family: 'winston',
    role: 'ours',
    takesPartIn: ['burst'],
    open: async (connectionString) =>
      (await import('./contenders/azmon.js')).open({ connectionString, maxQueueBytes: MAX_QUEUE_MIB * 1_024 * 1_024 }),
  },
  applicationinsights: {
    title: 'applicationinsights',
    description: `applicationinsights ${ai.applicationinsights}, \`trackTrace\` of its default client, without winston`,
    family: 'winston',
    role: 'reference',
    takesPartIn: ['burst', 'paced', 'down'],
    open: async (connectionString) => (await import('./contenders/application-insights.js')).open(connectionString),
  },
  'winston-azure': {
    title: 'winston-azure-application-insights',
    description: `winston ${winston}, winston-azure-application-insights ${ai['winston-azure-application-insights']}, applicationinsights ${ai.applicationinsights}`,
    family: 'winston',
    role: 'peer',
    takesPartIn: ['burst', 'paced', 'down'],
    open: async (connectionString) => (await import('./contenders/winston-azure.js')).open(connectionString),
  },
  'azure-exporter': {
    title: 'Azure exporter',
    description: `winston ${winston}, @opentelemetry/winston-transport ${otel['@opentelemetry/winston-transport']}, sdk-logs ${otel['@opentelemetry/sdk-logs']}, @azure/monitor-opentelemetry-exporter ${otel['@azure/monitor-opentelemetry-exporter']}`,
    family: 'winston',
    role: 'peer',
    takesPartIn: ['burst', 'paced', 'down'],
    open: async (connectionString) => (await import('./contenders/azure-exporter.js')).open(connectionString),
  },
  'azure-exporter-large': {
    title: 'Azure exporter, large queue',
    description: `the same, \`maxQueueSize\` ${BURST_RECORDS.toLocaleString('en')}`,
    family: 'winston',
    role: 'peer',
    takesPartIn: ['burst'],
    open: async (connectionString) =>
      (await import('./contenders/azure-exporter.js')).open(connectionString, { maxQueueSize: BURST_RECORDS }),
  },
  'pino-alone': {
    title: 'pino alone',
    description: `pino ${pino}, its worker writes to ${devNull}`,
    family: 'pino',
    role: 'baseline',
    takesPartIn: ['burst', 'paced'],
    open: async (_, isTraced) => (await import('./contenders/pino-alone.js')).open(isTraced),
  },
  'azmon-pino': {
    title: '@azmon/pino',
    description: `pino ${pino}, @azmon/pino of this workspace as its target, in pino's worker`,
    family: 'pino',
    role: 'ours',
    takesPartIn: ['burst', 'paced', 'down'],
    open: async (connectionString, isTraced) =>
      (await import('./contenders/azmon-pino.js')).open({ connectionString }, isTraced),
  },
  'azmon-pino-journal': {
    title: '@azmon/pino, journal',
    description: "the same, `durability: 'journal'`",
    family: 'pino',
    role: 'ours',
    takesPartIn: ['burst', 'paced'],
    open: async (connectionString, isTraced) =>
      (await import('./contenders/azmon-pino.js')).open({ connectionString, durability: 'journal' }, isTraced),
  },
  'azmon-pino-stream': {
    title: '@azmon/pino, in process',
    description: '`azureMonitorStream`, without a worker',
    family: 'pino',
    role: 'ours',
    takesPartIn: ['burst', 'paced', 'down'],
    open: async (connectionString, isTraced) =>
      (await import('./contenders/azmon-pino-stream.js')).open({ connectionString }, isTraced),
  },
  'pino-applicationinsights': {
    title: 'pino-applicationinsights',
    description: `pino ${pino}, pino-applicationinsights ${pinoPeers['pino-applicationinsights']} in process, applicationinsights 1.8`,
    family: 'pino',
    role: 'peer',
    takesPartIn: ['burst', 'paced', 'down'],
    open: async (connectionString, isTraced) =>
      (await import('./contenders/pino-applicationinsights.js')).open(connectionString, isTraced),
  },
  'sdk-alone': {
    title: "OpenTelemetry's SDK alone",
    description: `@opentelemetry/sdk-trace-base ${otel['@opentelemetry/sdk-trace-base']}, spans without an exporter`,
    family: 'spans',
    role: 'baseline',
    takesPartIn: ['burst'],
    open: async () => (await import('./contenders/sdk-alone.js')).open(),
  },
  'azmon-tracing': {
    title: '@azmon/tracing',
    description: '`createTracing()` of this workspace',
    family: 'spans',
    role: 'ours',
    takesPartIn: ['burst'],
    open: async (connectionString) => (await import('./contenders/azmon-tracing.js')).open(connectionString),
  },
  'sdk-azmon': {
    title: 'SDK and @azmon/tracing/otel',
    description: 'the SDK, its `SimpleSpanProcessor`, `AzureMonitorSpanExporter` of this workspace',
    family: 'spans',
    role: 'ours',
    takesPartIn: ['burst'],
    open: async (connectionString) => (await import('./contenders/sdk-azmon.js')).open(connectionString),
  },
  'sdk-azure': {
    title: 'SDK and Azure exporter',
    description: `the SDK, its \`BatchSpanProcessor\`, @azure/monitor-opentelemetry-exporter ${otel['@azure/monitor-opentelemetry-exporter']}`,
    family: 'spans',
    role: 'peer',
    takesPartIn: ['burst'],
    open: async (connectionString) => (await import('./contenders/sdk-azure.js')).open(connectionString),
  },
  'sdk-azure-large': {
    title: 'SDK and Azure exporter, large queue',
    description: `the same, \`maxQueueSize\` ${BURST_RECORDS.toLocaleString('en')}`,
    family: 'spans',
    role: 'peer',
    takesPartIn: ['burst'],
    open: async (connectionString) =>
      (await import('./contenders/sdk-azure.js')).open(connectionString, { maxQueueSize: BURST_RECORDS }),
  },
}
