// Places an order in a PostgreSQL in this process, traced by OpenTelemetry's instrumentation of pg. One statement
// fails.
const { createTracing } = require('@azmon/tracing')
const { registerInstrumentations } = require('@opentelemetry/instrumentation')
const { PgInstrumentation } = require('@opentelemetry/instrumentation-pg')

const tracing = createTracing()
tracing.register()
registerInstrumentations({ instrumentations: [new PgInstrumentation()] })

const { PGlite } = require('@electric-sql/pglite')
const { PGLiteSocketServer } = require('@electric-sql/pglite-socket')
const { Client } = require('pg')

async function main() {
  const server = new PGLiteSocketServer({ db: await PGlite.create(), host: '127.0.0.1', port: 0 })
  await server.start()
  const [host, port] = server.getServerConn().split(':')
  const client = new Client({ host, port: Number(port), user: 'postgres', database: 'postgres', password: 'none' })
  await client.connect()
  await client.query('CREATE TABLE orders (id int PRIMARY KEY)')
  await tracing.tracer.span('place order', async () => {
    await client.query('INSERT INTO orders VALUES ($1)', [42])
    await client.query('INSERT INTO order_lines VALUES ($1)', [42]).catch(({ message }) => console.log(message))
  })
  console.log(`${host}:${port}`)
  await client.end()
  await server.stop()
  await server.db.close()
  await tracing.close()
}

void main()
