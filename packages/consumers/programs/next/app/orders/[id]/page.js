export const dynamic = 'force-dynamic'

export default async function Order({ params }) {
  const { id } = await params
  if (id === '13') throw new RangeError('no order 13')
  return <p>{id}</p>
}
