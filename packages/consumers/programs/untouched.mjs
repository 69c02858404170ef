// A shop without any code for azmon. To handle a request, it sends one to itself.
import express from 'express'

const app = express()
const tenants = express.Router({ mergeParams: true })
tenants.get('/orders/:id', async (request, response) => {
  const stock = await fetch(`${urlOf(server)}/stock/${request.params.id}`)
  response.send(await stock.text())
})
app.use('/tenants/:tenant', tenants)
app.get('/stock/:item', (_, response) => response.json({ left: 3 }))

const server = app.listen(0, '127.0.0.1', async () => {
  const order = await fetch(`${urlOf(server)}/tenants/t1/orders/7`)
  process.stdout.write(await order.text())
  server.closeAllConnections()
  server.close()
})

function urlOf(listening) {
  return `http://127.0.0.1:${listening.address().port}`
}
