// Sends what waits in the folder until nothing does, or for a minute, and prints the account of it.
const { readdirSync } = require('node:fs')
const { openHurriedPipeline } = require('./hurried-pipeline.cjs')

// The pipeline itself knows nothing of the folder before it has first looked.
const isEmpty = () =>
  !readdirSync(process.env.STORAGE, { recursive: true }).some((name) => /\.(rdy|lse|tmp)$/.test(name))

const { pipeline } = openHurriedPipeline()
const timer = setInterval(() => {
  const { spool, ...stats } = pipeline.stats()
  if ((!isEmpty() || spool.files > 0 || spool.items > 0) && process.uptime() < 60) return
  clearInterval(timer)
  console.log(JSON.stringify({ ...stats, spool }))
}, 100)
