// register_exporter(new_metrics_exporter()): measures go to Azure every 15 seconds, and when the program ends.
import { createInterface } from 'node:readline/promises'
import { CountAggregation, createMetrics, MeasureInt, TagMap, View } from '@azmon/metrics'

const metrics = createMetrics()
const { recorder } = metrics // stats.stats_recorder

// MeasureInt(…), View(…, CountAggregation()), view_manager.register_view(…)
const promptMeasure = new MeasureInt('prompts', 'number of prompts', 'prompts')
const promptView = new View('prompt view', 'number of prompts', [], promptMeasure, new CountAggregation())
metrics.registerView(promptView)

// mmap.measure_int_put(prompt_measure, 1), mmap.record(tmap)
const tags = new TagMap()
function prompted() {
  recorder.record([[promptMeasure, 1]], tags)
  const [metric] = metrics.metrics(new Date()) // measure_to_view_map.get_metrics(…)
  process.stdout.write(`${metric.timeSeries[0].points[0].value}\n`)
}

const prompt = createInterface({ input: process.stdin, output: process.stdout, prompt: 'Press enter. ' })
prompt.prompt()
for await (const _ of prompt) {
  prompted()
  prompt.prompt()
}
