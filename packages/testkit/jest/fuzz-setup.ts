import setUp from './setup'

/** Gives all files of a run the same seed. */
export default function setUpFuzzing(): void {
  setUp()
  process.env['FUZZ_RUNS'] ??= '11000'
  process.env['FUZZ_SEED'] ??= String(Date.now() % 2 ** 31)
  const { FUZZ_RUNS, FUZZ_SEED } = process.env
  process.stderr.write(`${FUZZ_RUNS} inputs for each parser; FUZZ_SEED=${FUZZ_SEED} repeats them\n`)
}
