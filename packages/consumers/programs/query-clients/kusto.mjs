import { Client, ClientRequestProperties, KustoConnectionStringBuilder } from 'azure-kusto-data'

const cluster = KustoConnectionStringBuilder.withAccessToken(process.env.CLUSTER, process.env.TOKEN)
const client = new Client(cluster)
const properties = new ClientRequestProperties()
properties.setTimeout(60_000)
properties.setParameter('wanted', 'visa')

const csl =
  'declare query_parameters(wanted: string); traces | where customDimensions.card == wanted | project timestamp, message, customDimensions, itemCount'
const {
  primaryResults: [found],
} = await client.execute('azmon', csl, properties)
const rows = [...found.rows()].map((row) => row.toJSON())
const version1 = await client.executeQueryV1('azmon', 'traces | count')
const databases = await client.execute('azmon', '.show databases')
const schema = await client.execute('azmon', '.show databases schema as json')
const json = JSON.parse([...schema.primaryResults[0].rows()][0].DatabaseSchema)
const refused = await client.execute('azmon', 'traces | wher 1').catch((error) => error)
const truncated = await client.execute('azmon', 'set truncationmaxrecords=1; traces').catch((error) => error)
process.stdout.write(
  JSON.stringify({
    columns: found.columns.map(({ name, type }) => `${name}: ${type}`),
    rows: rows.map((row) => [row.timestamp instanceof Date, row.message, row.customDimensions.card, row.itemCount]),
    version1: [...version1.primaryResults[0].rows()].map((row) => row.toJSON()),
    databases: [...databases.primaryResults[0].rows()].map((row) => row.DatabaseName),
    tables: Object.keys(json.Databases.azmon.Tables).slice(0, 2),
    refused: [refused.response.status, refused.response.data.error['@message']],
    truncated: truncated.message,
  }),
)
client.close()
