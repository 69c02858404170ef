import type { Readable, Writable } from 'node:stream'

/**
 * All of `input` to each of `outputs`, at the pace of the slowest. One that goes away, as `head` does, has had enough, and
 * the others get the rest: with `pipe` the input would wait for it for ever. Resolves at the end of the input, with the
 * error where it broke off.
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

/** Also where it cannot be. */
function written(output: Writable, chunk: Buffer): Promise<void> {
  return new Promise((resolve) => output.write(chunk, () => resolve()))
}

/** That is how an input ends that somebody has typed. */
function isTerminalGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EIO'
}
