import { devNull } from 'node:os'
import { version as pino } from 'pino/package.json'
import { version as winston } from 'winston/package.json'
import type { Contender, LoggerName } from './contender'
import { PEERS } from './peers'
import { BURST_RECORDS } from './scenarios'

/** What the others are compared with: a logger has a price without any telemetry. */
export const YARDSTICKS: Readonly<Record<LoggerName, string>> = { winston: 'winston', pino: 'pino' }

const MAX_QUEUE_MIB = 128
const { applicationinsights: ai, opentelemetry: otel, pino: pinoPeers } = PEERS

/** By the name that the measuring process tells its child. */
export const CONTENDERS: Readonly<Record<string, Contender>> = {
  winston: {
    title: 'winston alone',
    description: `winston ${winston}, its JSON format, its \`Stream\` transport to a stream that forgets`,
    logger: 'winston',
    takesPartIn: ['burst', 'paced'],
    open: async () => (await import('./contenders/winston-alone.js')).open(),
  },
  azmon: {
    title: '@azmon/winston',
    description: `winston ${winston}, @azmon/winston of this workspace`,
    logger: 'winston',
    takesPartIn: ['burst', 'paced', 'down'],
    open: async (connectionString) => (await import('./contenders/azmon.js')).open({ connectionString }),
  },
  'azmon-journal': {
    title: '@azmon/winston, journal',
    description: "the same, `durability: 'journal'`: each record is on disk when the call returns",
    logger: 'winston',
    takesPartIn: ['burst', 'paced'],
    open: async (connectionString) =>
      (await import('./contenders/azmon.js')).open({ connectionString, durability: 'journal' }),
  },
  'azmon-large': {
    title: '@azmon/winston, large queue',
    description: `the same, \`maxQueueBytes\` ${MAX_QUEUE_MIB} MiB`,
    logger: 'winston',
    takesPartIn: ['burst'],
    open: async (connectionString) =>
      (await import('./contenders/azmon.js')).open({ connectionString, maxQueueBytes: MAX_QUEUE_MIB * 1_024 * 1_024 }),
  },
  applicationinsights: {
    title: 'applicationinsights',
    description: `applicationinsights ${ai.applicationinsights}, \`trackTrace\` of its default client, without winston`,
    logger: 'winston',
    takesPartIn: ['burst', 'paced', 'down'],
    open: async (connectionString) => (await import('./contenders/application-insights.js')).open(connectionString),
  },
  'winston-azure': {
    title: 'winston-azure-application-insights',
    description: `winston ${winston}, winston-azure-application-insights ${ai['winston-azure-application-insights']}, applicationinsights ${ai.applicationinsights}`,
    logger: 'winston',
    takesPartIn: ['burst', 'paced', 'down'],
    open: async (connectionString) => (await import('./contenders/winston-azure.js')).open(connectionString),
  },
  'azure-exporter': {
    title: 'Azure exporter',
    description: `winston ${winston}, @opentelemetry/winston-transport ${otel['@opentelemetry/winston-transport']}, sdk-logs ${otel['@opentelemetry/sdk-logs']}, @azure/monitor-opentelemetry-exporter ${otel['@azure/monitor-opentelemetry-exporter']}`,
    logger: 'winston',
    takesPartIn: ['burst', 'paced', 'down'],
    open: async (connectionString) => (await import('./contenders/azure-exporter.js')).open(connectionString),
  },
  'azure-exporter-large': {
    title: 'Azure exporter, large queue',
    description: `the same, \`maxQueueSize\` ${BURST_RECORDS.toLocaleString('en')}`,
    logger: 'winston',
    takesPartIn: ['burst'],
    open: async (connectionString) =>
      (await import('./contenders/azure-exporter.js')).open(connectionString, { maxQueueSize: BURST_RECORDS }),
  },
  pino: {
    title: 'pino alone',
    description: `pino ${pino}, its worker writes to ${devNull}`,
    logger: 'pino',
    takesPartIn: ['burst', 'paced'],
    open: async () => (await import('./contenders/pino-alone.js')).open(),
  },
  'azmon-pino': {
    title: '@azmon/pino',
    description: `pino ${pino}, @azmon/pino of this workspace as its target, in pino's worker`,
    logger: 'pino',
    takesPartIn: ['burst', 'paced', 'down'],
    open: async (connectionString) => (await import('./contenders/azmon-pino.js')).open({ connectionString }),
  },
  'azmon-pino-journal': {
    title: '@azmon/pino, journal',
    description: "the same, `durability: 'journal'`",
    logger: 'pino',
    takesPartIn: ['burst', 'paced'],
    open: async (connectionString) =>
      (await import('./contenders/azmon-pino.js')).open({ connectionString, durability: 'journal' }),
  },
  'azmon-pino-stream': {
    title: '@azmon/pino, in process',
    description: '`azureMonitorStream`, without a worker',
    logger: 'pino',
    takesPartIn: ['burst', 'paced', 'down'],
    open: async (connectionString) => (await import('./contenders/azmon-pino-stream.js')).open({ connectionString }),
  },
  'pino-applicationinsights': {
    title: 'pino-applicationinsights',
    description: `pino ${pino}, pino-applicationinsights ${pinoPeers['pino-applicationinsights']} in process, applicationinsights 1.8`,
    logger: 'pino',
    takesPartIn: ['burst', 'paced', 'down'],
    open: async (connectionString) => (await import('./contenders/pino-applicationinsights.js')).open(connectionString),
  },
}
