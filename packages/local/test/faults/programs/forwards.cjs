const { startLocal } = require('@azmon/local')

startLocal({ port: 0, forward: process.env.FORWARD }).then(({ url }) => console.log(`${url}\nready`))
