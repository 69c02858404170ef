import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import pino from 'pino'
import winston from 'winston'
import { requestLogger, requestTelemetry } from '../src'
import { responseFrom, type Stage, startStage } from './builders'
import { VERSIONS } from './versions'

let stage: Stage

beforeEach(async () => {
  stage = await startStage()
})

afterEach(() => stage.close())

describe('requestLogger', () => {
  it('keeps the mixin of a pino logger, whose fields take precedence', async () => {
    const written: string[] = []
    const logger = pino(
      { mixin: () => ({ tenant: 't1', trace_id: 'mine' }) },
      { write: (line: string) => written.push(line) },
    )
    const [, [, express]] = VERSIONS as [unknown, (typeof VERSIONS)[number]]
    const app = express().use(requestTelemetry(), requestLogger({ logger }))
    app.get('/', (_, response) => response.send('a'))
    await responseFrom(await stage.serve(app))
    await stage.arrived(1, 'RequestData')
    expect(written.join('').match(/"trace_id"/g)).toHaveLength(1)
    expect(JSON.parse(written[0]!)).toMatchObject({ tenant: 't1', trace_id: 'mine', msg: 'GET / 200' })
  })

  it('logs at warning with the syslog levels of winston', async () => {
    const seen: string[] = []
    const logger = winston.createLogger({
      levels: winston.config.syslog.levels,
      transports: [
        new winston.transports.Stream({
          stream: process.stdout,
          log: (info: { level: string }, done: () => void) => {
            seen.push(info.level)
            done()
          },
        } as never),
      ],
    })
    const [, [, express]] = VERSIONS as [unknown, (typeof VERSIONS)[number]]
    const url = await stage.serve(express().use(requestTelemetry(), requestLogger({ logger })))
    await responseFrom(url)
    await stage.arrived(1, 'RequestData')
    expect(seen).toEqual(['warning'])
  })
})
