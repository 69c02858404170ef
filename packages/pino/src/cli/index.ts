export { pinoCommand } from './pino-command'
