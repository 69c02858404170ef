const { logAndLook } = require('./example')

it('finds what was logged', async () => {
  expect(await logAndLook('Order placed')).toEqual({ traces: 1, message: 'Order placed' })
})

it('finds it again after the modules were reset', async () => {
  jest.resetModules()
  expect(await require('./example').logAndLook('Card declined')).toEqual({ traces: 1, message: 'Card declined' })
})
