import { createServer } from 'node:http'
import { EXPRESS_VERSIONS } from '../../routes/express-versions'
import { frameworkContract, listening } from './contract'

for (const [version, express] of EXPRESS_VERSIONS) {
  frameworkContract(version, ({ winston, pino, askStock, track }) => {
    const app = express()
    app.set('env', 'test') // Express 4 prints errors otherwise
    app.get('/orders/:id', async (request, response) => {
      const { id } = request.params
      winston.info(`order ${id} asked for`)
      const stock = await askStock()
      pino.info(`order ${id} found`)
      response.json({ id, stock })
    })
    const admin = express.Router()
    admin.get('/reports/:year', (_, response) => void response.send('report'))
    app.use('/admin', admin)
    app.get('/broken', () => {
      throw new Error('mine')
    })
    app.get('/health', (_, response) => void response.send('well'))

    const server = createServer(app)
    track(server)
    return listening(server)
  })
}
