// Logs its argument, and stays until its standard input ends.
import { AzureMonitorTransport } from '@azmon/winston'
import winston from 'winston'

winston.createLogger({ transports: [new AzureMonitorTransport()] }).info(process.argv[2])
process.stdin.resume()
