import type { Server } from 'node:http'
import { Controller, Get, Module, Param } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { frameworkContract, listening } from './contract'

frameworkContract('Nest', async ({ winston, pino, askStock, track }) => {
  class Orders {
    async one(id: string) {
      winston.info(`order ${id} asked for`)
      const stock = await askStock()
      pino.info(`order ${id} found`)
      return { id, stock }
    }

    broken() {
      throw new Error('mine')
    }

    health() {
      return 'well'
    }
  }
  Controller()(Orders)
  for (const [path, method] of [
    ['orders/:id', 'one'],
    ['broken', 'broken'],
    ['health', 'health'],
  ] as const) {
    Get(path)(Orders.prototype, method, Object.getOwnPropertyDescriptor(Orders.prototype, method)!)
  }
  Param('id')(Orders.prototype, 'one', 0)

  class Admin {
    report() {
      return 'report'
    }
  }
  Controller('admin')(Admin)
  Get('reports/:year')(Admin.prototype, 'report', Object.getOwnPropertyDescriptor(Admin.prototype, 'report')!)

  class Shop {}
  Module({ controllers: [Orders, Admin] })(Shop)

  const app = await NestFactory.create(Shop, { logger: false })
  const server: Server = app.getHttpServer()
  track(server)
  await app.listen(0, '127.0.0.1')
  return { ...(await listening(server)), close: () => app.close() }
})
