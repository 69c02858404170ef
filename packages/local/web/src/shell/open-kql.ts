import { encodeFragment } from '../query/fragment'
import { push } from '../state/address'
import { copyText } from '../state/text'
import { hasView } from '../views'
import { showToast } from './toast'

/** Opens a query in the Query view. Copies it if that view does not exist. */
export async function openKql(query: string): Promise<void> {
  if (hasView('/query')) return push(`/query#${await encodeFragment(query)}`)
  if (await copyText(query)) showToast('The query of this view is copied.')
  else showToast('The browser does not allow copying.', { isError: true })
}
