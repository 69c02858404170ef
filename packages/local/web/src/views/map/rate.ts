/** `21.4/s`, `3/min`, `5/h`: the unit in which at least one happens. */
export function rate(count: number, seconds: number): string {
  if (count === 0) return '0/s'
  const perSecond = count / Math.max(1, seconds)
  const [value, unit] =
    perSecond >= 1 ? [perSecond, 's'] : perSecond * 60 >= 1 ? [perSecond * 60, 'min'] : [perSecond * 3_600, 'h']
  return `${value >= 10 ? Math.round(value) : Number(value.toFixed(1))}/${unit}`
}
