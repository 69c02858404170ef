/** Returns the ports that a database or queue system listens on by default. Targets leave these ports out. */
export function defaultPortsOf(system: string): readonly number[] {
  return PORTS.get(system.toLowerCase()) ?? []
}

// --- helpers ---

/** Systems by the names of the current and of the older conventions. The second port of a row is usually the one for TLS. */
const DEFAULTS: readonly (readonly [systems: string, ...ports: readonly number[]])[] = [
  ['postgresql', 5432],
  ['mysql mariadb', 3306],
  ['mssql microsoft.sql_server', 1433],
  ['oracle oracle.db', 1521],
  ['db2 ibm.db2', 50_000],
  ['h2 h2database', 9092],
  ['hsqldb', 9001],
  ['derby', 1527],
  ['firebird firebirdsql interbase', 3050],
  ['informix ibm.informix', 9088],
  ['netezza ibm.netezza', 5480],
  ['redshift aws.redshift', 5439],
  ['cache intersystems.cache', 1972],
  ['cockroachdb', 26_257],
  ['sybase', 5000],
  ['teradata', 1025],
  ['vertica', 5433],
  ['hive', 10_000],
  ['trino', 8080],
  ['clickhouse', 8123, 9000],
  ['mongodb', 27_017],
  ['redis valkey', 6379],
  ['memcached', 11_211],
  ['cassandra', 9042],
  ['couchbase', 11_210],
  ['couchdb', 5984],
  ['elasticsearch opensearch', 9200],
  ['influxdb', 8086],
  ['neo4j', 7687],
  ['geode', 40_404],
  ['cosmosdb azure.cosmosdb dynamodb aws.dynamodb spanner gcp.spanner', 443],
  ['kafka', 9092],
  ['rabbitmq', 5672, 5671],
  ['activemq', 61_616, 61_617],
  ['rocketmq', 9876],
  ['pulsar', 6650, 6651],
  ['nats', 4222],
  ['mqtt', 1883, 8883],
  ['servicebus azure.servicebus eventhubs azure.eventhubs', 5671, 443],
  ['eventgrid azure.eventgrid aws_sqs aws.sqs aws.sns gcp_pubsub gcp.pubsub', 443],
]

const PORTS: ReadonlyMap<string, readonly number[]> = new Map(
  DEFAULTS.flatMap(([systems, ...ports]) => systems.split(' ').map((system) => [system, ports] as const)),
)
