// Emits a warning of ours and one of another library.
const { printWarningsAtOnce } = require('../../dist/worker-stderr.js')

printWarningsAtOnce()
process.emitWarning('of ours', { type: 'AzmonWarning' })
process.emitWarning('of another', { type: 'OtherWarning' })
console.log(process.pid)
