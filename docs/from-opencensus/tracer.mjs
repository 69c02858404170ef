// tracer = Tracer(exporter=AzureExporter(…), sampler=ProbabilitySampler(1.0))
import { createTracing, ProbabilitySampler } from '@azmon/tracing'

const tracing = createTracing({ sampler: new ProbabilitySampler(1) })
tracing.register()
const { tracer } = tracing

// with tracer.span(name='parent'):
//     with tracer.span(name='child') as span: …
tracer.span('parent', () => {
  for (let value = 0; value < 3; value++) {
    tracer.span('child', (span) => {
      span.setAttribute('value', value)
      span.addEvent('Printed', { value })
      process.stdout.write(`${value}\n`)
    })
  }
})

await tracing.close()
