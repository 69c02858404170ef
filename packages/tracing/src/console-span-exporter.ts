import { printable } from '@azmon/core/adapter'
import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import type { SpanExporter } from './tracing-options'

/**
 * Returns an exporter that prints one line for each span that ends:
 *
 *     12.3 ms  server    GET /orders/:id  4bf92f3577b34da6a3ce929d0e0e4736 00f067aa0ba902b7 < b7ad6b7169203331
 */
export function consoleSpanExporter(print: (line: string) => void = toStdout): SpanExporter {
  return ({ name, kind, durationMs, status, traceId, spanId, parentSpanId }) => {
    const took = `${durationMs.toFixed(1)} ms`.padStart(10)
    const failed = status.code === SpanStatusCode.ERROR ? `  ERROR ${status.message ?? ''}`.trimEnd() : ''
    const parent = parentSpanId === undefined ? '' : ` < ${parentSpanId}`
    print(
      printable(`${took}  ${SpanKind[kind].toLowerCase().padEnd(8)}  ${name}  ${traceId} ${spanId}${parent}${failed}`),
    )
  }
}

// --- helpers ---

function toStdout(line: string): void {
  process.stdout.write(`${line}\n`)
}
