import { type Finished, runProgram } from './run-program'
import { slackMs } from './slack'

/**
 * Runs a script as `runProgram` does, and says how much longer it took than with telemetry switched off. Both run at the
 * same time, so that a machine that is busy is so for both.
 */
export async function runBesideDisabled(
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
