import type { TracerProvider } from '@opentelemetry/api'
import { requirePeer } from '../peers'

interface Provider extends TracerProvider {
  shutdown(): Promise<void>
}

/** The part of `@opentelemetry/sdk-trace-base` that is used here. */
export interface SdkTrace {
  readonly BasicTracerProvider: new (options: { readonly spanProcessors: readonly object[] }) => Provider
  readonly BatchSpanProcessor: new (exporter: object, options: { readonly maxQueueSize?: number }) => object
  readonly SimpleSpanProcessor: new (exporter: object) => object
}

export function loadSdk(): SdkTrace {
  return requirePeer('opentelemetry', '@opentelemetry/sdk-trace-base') as SdkTrace
}
