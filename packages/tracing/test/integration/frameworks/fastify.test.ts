import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { fastify } from 'fastify'
import { fastify as fastify4 } from 'fastify4'
import { frameworkContract, listening, type Surroundings } from './contract'

frameworkContract('Fastify 4', (tools) => {
  return startShop(fastify4({ logger: tools.pino }) as unknown as FastifyInstance, tools)
})

frameworkContract('Fastify 5', (tools) =>
  startShop(fastify({ loggerInstance: tools.pino as FastifyBaseLogger }), tools),
)

/** Typed as Fastify 5; the test only uses what both versions have. */
async function startShop(app: FastifyInstance, { winston, askStock, track }: Surroundings) {
  track(app.server)

  app.get<{ Params: { id: string } }>('/orders/:id', async (request) => {
    const { id } = request.params
    winston.info(`order ${id} asked for`)
    const stock = await askStock()
    request.log.info(`order ${id} found`)
    return { id, stock }
  })
  app.register(async (admin) => void admin.get('/reports/:year', async () => 'report'), { prefix: '/admin' })
  app.get('/broken', async () => {
    throw new Error('mine')
  })
  app.get('/health', async () => 'well')

  await app.listen({ port: 0, host: '127.0.0.1' })
  return { ...(await listening(app.server)), close: () => app.close() }
}
