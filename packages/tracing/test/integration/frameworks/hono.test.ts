import type { Server } from 'node:http'
import { createAdaptorServer, type HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { honoTelemetry } from '../../../src'
import { frameworkContract, listening } from './contract'

frameworkContract('Hono', async ({ winston, pino, askStock, track }) => {
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.use(honoTelemetry())

  app.get('/orders/:id', async (context) => {
    const id = context.req.param('id')
    winston.info(`order ${id} asked for`)
    const stock = await askStock()
    pino.info(`order ${id} found`)
    return context.json({ id, stock })
  })
  app.route(
    '/admin',
    new Hono().get('/reports/:year', (context) => context.text('report')),
  )
  app.get('/broken', () => {
    throw new Error('mine')
  })
  app.onError((_, context) => context.text('broken', 500))
  app.get('/health', (context) => context.text('well'))

  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  track(server)
  return listening(server)
})
