// Sends what waits in the folder until nothing does, or for a minute, and prints the account of it.
const { openHurriedPipeline } = require('./hurried-pipeline.cjs')

const { pipeline } = openHurriedPipeline()
const timer = setInterval(() => {
  const { spool, ...stats } = pipeline.stats()
  if ((spool.files > 0 || spool.items > 0) && process.uptime() < 60) return
  clearInterval(timer)
  console.log(JSON.stringify({ ...stats, spool }))
}, 100)
