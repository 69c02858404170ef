import type { DestinationStream } from 'pino'
import type { transport as Transport } from 'winston'

/** A library that sends telemetry to Application Insights, started as its documentation says. */
export interface Sdk {
  /** The transports of a winston logger. Empty for libraries that patch winston. */
  readonly transports: readonly Transport[]
  /** The destination of a pino logger, if the library has one. */
  readonly pinoStream?: DestinationStream
  readonly track: Track
  /** Sends everything, as the documentation recommends before the process ends. */
  close(): Promise<unknown>
}

/** Records an item by hand. A function is undefined if the library has no call for such an item. */
export interface Track {
  trace?(trace: { readonly message: string; readonly properties: Properties }): void
  exception?(thrown: { readonly error: Error; readonly properties: Properties }): void
  event?(event: {
    readonly name: string
    readonly properties: Properties
    readonly measurements: Readonly<Record<string, number>>
  }): void
  metric?(metric: { readonly name: string; readonly value: number; readonly properties: Properties }): void
  request?(request: { readonly name: string; readonly url: string; readonly status: number; readonly ms: number }): void
  dependency?(call: {
    readonly name: string
    readonly type: string
    readonly target: string
    readonly data: string
    readonly ms: number
  }): void
  /** A client span of OpenTelemetry's API. */
  span?(span: { readonly name: string; readonly attributes: Readonly<Record<string, string | number>> }): void
  availability?(probe: {
    readonly name: string
    readonly location: string
    readonly message: string
    readonly ms: number
  }): void
  pageView?(page: { readonly name: string; readonly url: string; readonly ms: number }): void
}

type Properties = Readonly<Record<string, string>>

export interface StartOptions {
  readonly connectionString: string
  /** 100 keeps everything. */
  readonly sampledPercent: number
}
