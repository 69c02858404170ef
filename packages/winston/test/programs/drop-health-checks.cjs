// A telemetry processor as a module, because a settings file holds no functions.
module.exports = ({ data }) => data.baseData.message !== 'Health check failed'
