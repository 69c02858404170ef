// A step of a pipeline that adds a field to each line.
const { Transform } = require('node:stream')

module.exports = () =>
  new Transform({
    transform: (chunk, _encoding, done) => done(null, String(chunk).replaceAll('{"level"', '{"tenant":"t1","level"')),
  })
