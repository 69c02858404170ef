// Three clients of one destination that do not agree on how to deliver.
const { TelemetryClient } = require('@azmon/core')

for (const maxBatchItems of [10, 20, 30]) new TelemetryClient({ maxBatchItems })
