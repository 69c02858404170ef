export { runCli } from './run'
