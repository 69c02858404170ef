import { PEERS } from '../peers'
import type { Sdk, StartOptions } from './sdk'

interface Entry {
  readonly title: string
  /** Loads and starts the library. Nothing is loaded before that, so that a process holds only one. */
  open(options: StartOptions): Promise<Sdk>
}

export const SDKS = {
  azmon: {
    title: 'azmon',
    open: async (options) => (await import('./sdks/azmon.js')).open(options),
  },
  applicationinsights: {
    title: `applicationinsights ${PEERS.applicationinsights.applicationinsights}`,
    open: async (options) => (await import('./sdks/application-insights.js')).open(options),
  },
  distro: {
    title: `@azure/monitor-opentelemetry ${PEERS.distro['@azure/monitor-opentelemetry']}`,
    open: async (options) => (await import('./sdks/monitor-opentelemetry.js')).open(options),
  },
} as const satisfies Readonly<Record<string, Entry>>

export type SdkName = keyof typeof SDKS

export type PeerName = Exclude<SdkName, 'azmon'>

export const PEER_NAMES = ['applicationinsights', 'distro'] as const satisfies readonly PeerName[]

export type ByPeer<T> = Readonly<Record<PeerName, T>>
