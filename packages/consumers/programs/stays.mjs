// Logs its argument and runs until its stdin ends.
import { AzureMonitorTransport } from '@azmon/winston'
import winston from 'winston'

winston.createLogger({ transports: [new AzureMonitorTransport()] }).info(process.argv[2])
process.stdin.resume()
