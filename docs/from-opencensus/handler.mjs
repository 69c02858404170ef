// The same program, whose log also goes to Azure Monitor: one import and one transport more.
import { createInterface } from 'node:readline/promises'
import { AzureMonitorTransport } from '@azmon/winston'
import winston from 'winston'

const logger = winston.createLogger({
  format: winston.format.printf(({ message }) => message),
  transports: [new winston.transports.Console(), new AzureMonitorTransport()],
})

const prompt = createInterface({ input: process.stdin, output: process.stdout, prompt: 'Enter a value: ' })
prompt.prompt()
for await (const line of prompt) {
  logger.warn(line)
  prompt.prompt()
}
