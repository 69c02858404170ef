export { createServer } from './create-server'
export { type ServeOptions, serveStdio } from './serve-stdio'
