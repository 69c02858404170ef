export { processIo } from './process-io'
export { runCli } from './run'
