import type { AttributeReader } from './attribute'

export const RPC_SYSTEM = ['rpc.system.name', 'rpc.system'] as const

/** Takes the status code of a call from the current attribute, or from those of specific RPC systems. */
export function takeRpcCode(read: AttributeReader): string | undefined {
  return read.take(
    'rpc.response.status_code',
    'rpc.status_code',
    'rpc.grpc.status_code',
    'rpc.connect_rpc.error_code',
    'rpc.jsonrpc.error_code',
  )
}

/** Takes `service/method`. Current spans have both in `rpc.method`. */
export function takeRpcMethod(read: AttributeReader): string | undefined {
  const service = read.take('rpc.service')
  const method = read.take('rpc.method')
  if (service === undefined || method === undefined) return method ?? service
  return method.startsWith(`${service}/`) ? method : `${service}/${method}`
}
