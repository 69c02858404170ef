// A shop that knows nothing of us: it asks itself for what it has in stock.
import express from 'express'

const app = express()
const tenants = express.Router({ mergeParams: true })
tenants.get('/orders/:id', async (request, response) => {
  const { port } = server.address()
  const stock = await fetch(`http://127.0.0.1:${port}/stock/${request.params.id}`)
  response.send(await stock.text())
})
app.use('/tenants/:tenant', tenants)
app.get('/stock/:item', (_, response) => response.json({ left: 3 }))

const server = app.listen(0, '127.0.0.1', async () => {
  const { port } = server.address()
  const order = await fetch(`http://127.0.0.1:${port}/tenants/t1/orders/7`)
  console.log(await order.text())
  server.closeAllConnections()
  server.close()
})
