// Exits as HOW says. Sends its own request to CONNECTION, because the testkit does not depend on azmon.
const { HOW, CONNECTION, STORAGE } = process.env

async function main() {
  if (CONNECTION !== undefined) {
    const { IngestionEndpoint } = Object.fromEntries(CONNECTION.split(';').map((field) => field.split(/=(.*)/s, 2)))
    const envelope = JSON.stringify({ data: { baseData: { message: `first ${STORAGE.length}` } } })
    await fetch(`${IngestionEndpoint}/v2.1/track`, { method: 'POST', body: `${envelope}\n${envelope}` }).catch(() => {})
  }
  if (HOW === 'exits1') process.exit(1)
  if (HOW !== 'waits') return
  setInterval(() => {}, 1_000)
  process.stdout.write('ready\n')
}

void main()
