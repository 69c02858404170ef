import { createServer, type IncomingMessage } from 'node:http'
import Router, { type RouterContext } from '@koa/router'
import Koa, { type Context } from 'koa'
import { frameworkContract, listening } from './contract'

frameworkContract('Koa', async ({ winston, pino, askStock, track }) => {
  const app = new Koa()
  app.silent = true
  const contexts = new WeakMap<IncomingMessage, Context>()
  app.use((context, next) => {
    contexts.set(context.req, context)
    return next()
  })

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
  track(server, (request) => contexts.get(request)?.['_matchedRoute'])
  return listening(server)
})
