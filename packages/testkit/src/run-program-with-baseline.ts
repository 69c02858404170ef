import { type Finished, runProgram } from './run-program'
import { slackMs } from './slack'

/**
 * Runs a script in the same way as `runProgram`, and measures how much longer it takes than with telemetry switched off. Both
 * run at the same time, so that load on the machine affects both.
 */
export async function runProgramWithBaseline(
  file: string,
  env: Readonly<Record<string, string>>,
): Promise<Finished & { readonly extraMs: number }> {
  const [ended, without, slack] = await Promise.all([
    runProgram(file, env),
    runProgram(file, { ...env, AZMON_DISABLED: '1' }),
    slackMs(),
  ])
  return { ...ended, extraMs: ended.elapsedMs - without.elapsedMs - slack }
}
