// def callback_function(envelope):
//     envelope.data.baseData.properties['os_type'] = 'linux'
//     return True
// exporter.add_telemetry_processor(callback_function)
import { createTracing } from '@azmon/tracing'

const tracing = createTracing({
  processors: [
    (envelope) => {
      const { baseData } = envelope.data
      baseData.properties = { ...baseData.properties, os_type: 'linux' }
      return baseData.name !== 'health check' // false drops
    },
  ],
})
tracing.tracer.span('health check', () => {})
tracing.tracer.span('work', () => {})
await tracing.close()
