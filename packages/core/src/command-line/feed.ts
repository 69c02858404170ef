import type { Readable, Writable } from 'node:stream'

/**
 * Writes all of `input` to each output, at the speed of the slowest. Unlike `pipe`, does not block if an output is closed
 * early, for example by `head`. Resolves at the end of the input, with the error if reading failed.
 */
export async function feed(input: Readable, outputs: readonly Writable[]): Promise<Error | undefined> {
  try {
    for await (const chunk of input) await Promise.all(outputs.map((output) => written(output, chunk)))
    return undefined
  } catch (error) {
    return isTerminalGone(error) || !(error instanceof Error) ? undefined : error
  }
}

// --- helpers, in order of use ---

/** Resolves even if the output cannot be written. */
function written(output: Writable, chunk: Buffer): Promise<void> {
  return new Promise((resolve) => output.write(chunk, () => resolve()))
}

/** Whether the input has ended because its terminal was closed. */
function isTerminalGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EIO'
}
