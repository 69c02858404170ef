// Counts to seven and ends in the way that HOW names, long before the end of the first interval.
const { CountAggregation, createMetrics, MeasureInt, View } = require('@azmon/metrics')

const { CONNECTION: connectionString, STORAGE: storagePath, HOW } = process.env
const metrics = createMetrics({ connectionString, storagePath })
const prompts = new MeasureInt('prompts', 'number of prompts', 'prompts')
metrics.registerView(new View('prompt view', 'number of prompts', [], prompts, new CountAggregation()))
for (let i = 0; i < 7; i++) metrics.recorder.record([[prompts, 1]])

if (HOW === 'exits') process.exit(3)
if (HOW === 'throws') throw new Error('mine')
if (HOW === 'waits') {
  setInterval(() => {}, 1_000)
  process.stdout.write('ready\n')
}
if (HOW === 'counts on') process.on('beforeExit', countOn)

function countOn() {
  process.off('beforeExit', countOn)
  setTimeout(() => metrics.recorder.record([[prompts, 1]]), 20)
}
