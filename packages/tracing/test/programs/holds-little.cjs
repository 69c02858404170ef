// Adds more to one span than fits into memory.
const { createTracing } = require('@azmon/tracing')

const { tracer, close } = createTracing({ disabled: true })
tracer.span('work', (span) => {
  for (let i = 0; i < 120; i++) span.setAttribute(`body${i}`, JSON.stringify({ i, text: 'x'.repeat(2_000_000 + i) }))
})
console.log('ended')
void close()
