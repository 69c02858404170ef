// Prints what the module FILE finds as @azmon/local, and its remarks to stderr.
const { findLocal } = require(process.env.FILE)

findLocal(console.error).then(
  (found) => console.log(found === undefined ? 'nothing' : found.place),
  (error) => console.log(error.code, error.message.split('\n')[0]),
)
