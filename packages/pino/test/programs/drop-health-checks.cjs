// A telemetry processor as a module, because no function reaches a worker.
module.exports = ({ data }) => data.baseData.message !== 'Health check'
