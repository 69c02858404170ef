// Calls the function in docs/integrations.md as AWS Lambda does behind an API Gateway.
const { azmon, handler } = await import(process.argv[2])

for (const id of ['7', '13']) {
  const headers = { Traceparent: `00-${id.padStart(32, '0')}-00f067aa0ba902b7-01`, host: 'shop.test' }
  const event = { httpMethod: 'GET', path: `/orders/${id}`, pathParameters: { id }, headers }
  await handler(event, {
    functionName: 'find-order',
    awsRequestId: id,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => 3_000,
  })
}
await azmon.shutdown()
