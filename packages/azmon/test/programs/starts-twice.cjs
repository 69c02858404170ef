const { start } = require('azmon')

const first = start({ cloudRole: 'shop' })
const second = start({ cloudRole: 'other', samplingRatio: 0.5 })
console.log(first === second)
void first.shutdown().then(() => {
  const third = start({ cloudRole: 'next' })
  console.log(first === third)
  return third.shutdown()
})
