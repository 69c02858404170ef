import { createServer } from 'node:http'
import ScopedRouter, { type RouterContext } from '@koa/router'
import Koa from 'koa'
import KoaRouter from 'koa-router'
import { koaTelemetry } from '../../../src'
import { frameworkContract, listening, type Surroundings } from './contract'

frameworkContract('Koa with @koa/router', (tools) => startShop(ScopedRouter, tools))

frameworkContract('Koa with koa-router', (tools) => startShop(KoaRouter, tools))

function startShop(Router: typeof ScopedRouter, { winston, pino, askStock, track }: Surroundings) {
  const app = new Koa()
  app.silent = true
  app.use(koaTelemetry())

  const router = new Router()
  router.get('/orders/:id', async (context: RouterContext) => {
    const { id } = context.params
    winston.info(`order ${id} asked for`)
    const stock = await askStock()
    pino.info(`order ${id} found`)
    context.body = { id, stock }
  })
  const admin = new Router()
  admin.get('/reports/:year', (context: RouterContext) => {
    context.body = 'report'
  })
  router.use('/admin', admin.routes())
  router.get('/broken', () => {
    throw new Error('mine')
  })
  router.get('/health', (context: RouterContext) => {
    context.body = 'well'
  })
  app.use(router.routes())
  app.use(router.allowedMethods())

  const server = createServer(app.callback())
  track(server)
  return listening(server)
}
