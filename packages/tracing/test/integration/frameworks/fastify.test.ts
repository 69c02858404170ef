import type { IncomingMessage } from 'node:http'
import { fastify } from 'fastify'
import { frameworkContract, listening } from './contract'

frameworkContract('Fastify', async ({ winston, pino, askStock, track }) => {
  const app = fastify({ loggerInstance: pino })
  const routes = new WeakMap<IncomingMessage, string>()
  app.addHook('onRequest', async ({ raw, routeOptions }) => {
    if (routeOptions.url !== undefined) routes.set(raw, routeOptions.url)
  })
  track(app.server, (request) => routes.get(request))

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
})
