// Calls the function in docs/integrations.md as the runtime of Azure Functions does.
import functions from '@azure/functions'

const { HttpRequest, InvocationContext } = functions
const { azmon, findOrder } = await import(process.argv[2])

for (const id of ['7', '13']) {
  const traceParent = `00-${id.padStart(32, '0')}-00f067aa0ba902b7-01`
  const traceContext = { traceParent, traceState: '', attributes: {} }
  const context = new InvocationContext({ functionName: 'find-order', invocationId: id, traceContext })
  const request = new HttpRequest({ method: 'GET', url: `https://shop.test/api/orders/${id}`, params: { id } })
  await findOrder(request, context)
}
await azmon.shutdown()
