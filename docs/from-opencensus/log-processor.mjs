// def callback_function(envelope):
//     envelope.data.baseData.message += ' for the audit'
//     envelope.tags['ai.cloud.role'] = 'shop'
//     return True
// handler.add_telemetry_processor(callback_function)
import { AzureMonitorTransport } from '@azmon/winston'
import winston from 'winston'

const transport = new AzureMonitorTransport({
  processors: [
    (envelope) => {
      const { data, tags } = envelope
      if (data.baseType === 'MessageData') data.baseData.message += ' for the audit'
      envelope.tags = { ...tags, 'ai.cloud.role': 'shop' } // where it is always the same, the option cloudRole says it
    },
  ],
})
winston.createLogger({ transports: [transport] }).warn('Order placed')
