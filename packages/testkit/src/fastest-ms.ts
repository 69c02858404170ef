/**
 * The quickest of a few runs. For bounds that keep hostile input from stalling an application: the quickest run is past
 * them only when the work is, however busy the machine.
 */
export function fastestMs(work: () => unknown, runs = 5): number {
  let fastest = Number.POSITIVE_INFINITY
  for (let run = 0; run < runs; run++) {
    const startedMs = performance.now()
    work()
    fastest = Math.min(fastest, performance.now() - startedMs)
  }
  return fastest
}
