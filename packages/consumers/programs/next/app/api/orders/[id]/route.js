import { logger } from '../../../logger'

export async function GET(_request, { params }) {
  const { id } = await params
  logger.info('Order asked for')
  return Response.json({ id })
}
