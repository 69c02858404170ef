import { type CalledServices, runProgram, runSampledProgram } from './program'
import type { StartOptions } from './sdk'
import { SDKS, type SdkName } from './sdks'

/** A run of the program with one library, as the arguments of its process. */
export interface Run {
  readonly sdk: SdkName
  readonly start: StartOptions
  readonly services: CalledServices
  /** How long to wait before the end, for libraries that send metrics once a minute. */
  readonly lingerMs: number
}

async function main({ sdk: name, start, services, lingerMs }: Run): Promise<void> {
  const sdk = await SDKS[name].open(start)
  await (start.sampledPercent < 100 ? runSampledProgram : runProgram)(sdk, services)
  await new Promise((resolve) => setTimeout(resolve, lingerMs))
  await sdk.close()
  process.exit()
}

void main(JSON.parse(process.argv[2]!) as Run)
