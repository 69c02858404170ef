// A program that logs what it is told, before anything of Azure is in it.
import { createInterface } from 'node:readline/promises'
import winston from 'winston'

const logger = winston.createLogger({
  format: winston.format.printf(({ message }) => message),
  transports: [new winston.transports.Console()],
})

const prompt = createInterface({ input: process.stdin, output: process.stdout, prompt: 'Enter a value: ' })
prompt.prompt()
for await (const line of prompt) {
  logger.warn(line)
  prompt.prompt()
}
