setTimeout(() => {
  throw new RangeError('nobody catches it')
}, 1)
