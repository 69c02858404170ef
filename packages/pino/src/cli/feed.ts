import type { Readable, Writable } from 'node:stream'

/**
 * All of `input` to each of `outputs`, at the pace of the slowest. One that goes away, as `head` does, has had enough, and
 * the others get the rest: with `pipe` the input would wait for it for ever. Resolves when the input has ended or broken off.
 */
export async function feed(input: Readable, outputs: readonly Writable[]): Promise<void> {
  for (const output of outputs) output.on('error', () => {})
  try {
    for await (const chunk of input) await Promise.all(outputs.map((output) => written(output, chunk)))
  } catch {
    // A terminal may go away in the middle of it: what it has said is still to be sent.
  }
}

// --- helpers ---

/** Also where it cannot be. */
function written(output: Writable, chunk: Buffer): Promise<void> {
  return new Promise((resolve) => output.write(chunk, () => resolve()))
}
