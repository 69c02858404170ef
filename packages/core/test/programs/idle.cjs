// Has sent something, keeps its connections, and has nothing more to do.
const { TelemetryClient } = require('@azmon/core')

const client = new TelemetryClient()
client.trackTrace({ message: 'early' })
void client.flush().then(() => console.log(performance.now()))
process.on('exit', () => console.log(performance.now()))
