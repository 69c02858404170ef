// Handles signals as HOW says: `work` is interruptible and ends at a signal, `stuck` ignores the first signal,
// `released` stops handling them.
const { handleSignals, interruptible } = require('@azmon/core/command-line')

const { HOW } = process.env
const alive = setInterval(() => {}, 1_000)

if (HOW === 'work') {
  interruptible(async (interrupted) => {
    console.log('ready')
    await new Promise((resolve) => interrupted.addEventListener('abort', resolve))
    clearInterval(alive)
    return 'ended in order'
  }).then(console.log)
} else {
  const stop = handleSignals({
    onSignal: () => console.log('signalled'),
    onStillRunning: () => console.log('still running'),
  })
  if (HOW === 'released') stop()
  console.log('ready')
}
