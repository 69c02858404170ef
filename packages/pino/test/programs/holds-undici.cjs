// Preloaded into every thread: loading undici takes longer than pino waits for its worker, as on a busy machine.
const Module = require('node:module')

const load = Module._load
let isHeld = false
Module._load = function (request, ...rest) {
  if (!isHeld && request.startsWith('undici')) {
    isHeld = true
    const untilMs = performance.now() + 11_000
    while (performance.now() < untilMs);
  }
  return load.call(this, request, ...rest)
}
