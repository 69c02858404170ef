// A pipeline on a folder where everyone is the leader, so that all processes claim at once, and whose timers run twenty
// times too fast, so that a short life holds all there is: looks, retries, drains.
const { IngestionClient } = require('../../../dist/ingestion/ingestion-client.js')
const { EnvelopeSerializer } = require('../../../dist/item/serialize.js')
const { resolveOptions } = require('../../../dist/options/resolve.js')
const { Pipeline } = require('../../../dist/pipeline/pipeline.js')
const { SpoolDirectory } = require('../../../dist/spool/directory.js')
const { spoolPlaces } = require('../../../dist/spool/disk.js')
const { systemFiles } = require('../../../dist/spool/file-system.js')
const { systemClock } = require('../../../dist/clock.js')

exports.openHurriedPipeline = () => {
  const { STORAGE, CONNECTION } = process.env
  const options = { connectionString: CONNECTION, storagePath: STORAGE, maxQueueBytes: 262_144, maxBatchItems: 50 }
  const { destination, delivery } = resolveOptions(options)
  const clock = { ...systemClock, after: (ms, call, keep) => systemClock.after(ms / 20, call, keep) }
  const disk = {
    directory: new SpoolDirectory(spoolPlaces(destination, delivery.storagePlaces)),
    election: { isLeader: true, join: () => {}, leave: async () => {} },
    files: systemFiles,
  }
  const pipeline = new Pipeline(delivery, new IngestionClient(destination, delivery, 4), disk, clock)
  const serializer = new EnvelopeSerializer(destination.instrumentationKey, {})
  const log = (message) => {
    const baseData = { message, severityLevel: 1 }
    const data = { baseType: 'MessageData', baseData }
    pipeline.push(serializer.serialize({ time: new Date().toISOString(), data }).item)
  }
  return { pipeline, log }
}
