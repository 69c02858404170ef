import { Facet, type FacetValue } from '../../components/facet'
import { exclude, type FilterField, filterFor, setExcluded, setOnly } from '../../state/scope'

/** A facet whose state is a filter in the address. */
export function FieldFacet(props: {
  readonly title: string
  readonly field: FilterField
  readonly values: readonly FacetValue[]
  readonly onRemove?: (() => void) | undefined
}) {
  const { title, field, values, onRemove } = props
  const only = filterFor(field)?.values
  const excluded = filterFor(field, true)?.values ?? []
  const isShown = (value: string) => (only === undefined ? !excluded.includes(value) : only.includes(value))
  const toggle = (value: string) => {
    if (only === undefined) {
      return isShown(value)
        ? exclude(field, value)
        : setExcluded(
            field,
            excluded.filter((each) => each !== value),
          )
    }
    const next = only.includes(value) ? only.filter((each) => each !== value) : [...only, value]
    setOnly(field, values.every((each) => next.includes(each.value)) ? [] : next)
  }
  const showOnly = (value: string) => setOnly(field, only?.length === 1 && only[0] === value ? [] : [value])
  return (
    <Facet
      title={title}
      values={values}
      isShown={isShown}
      onOnly={showOnly}
      onToggle={toggle}
      onExclude={(value) => exclude(field, value)}
      onRemove={onRemove}
    />
  )
}
