// A start that is refused, one that is shut down, and one while that goes on; then an error that nobody catches.
const { trace } = require('@opentelemetry/api')
const { azmonWinston, start } = require('azmon')

try {
  start({ sampler: 'none', metrics: false })
} catch {
  console.log('refused')
}
const first = start({ metrics: false })
void first.shutdown()
const second = start({ metrics: false })
const span = trace.getTracer('app').startSpan('own')
console.log(trace.isSpanContextValid(span.spanContext()))
void second.shutdown().then(() => {
  azmonWinston() // on what was shut down: it begins nothing
  start({ metrics: false })
  console.log(second !== start())
  throw new Error('nobody catches it')
})
