/** Returns a copy of an error: an Error of the same class with the same fields and stack, and with another message if given. */
export function copyError(error: Error, message: string = error.message): Error {
  return Object.create(Object.getPrototypeOf(error), {
    ...Object.getOwnPropertyDescriptors(error),
    message: { value: message, ...CHANGEABLE },
    // Copied as a value, because V8's accessor works only on the error that captured the stack.
    stack: { value: error.stack, ...CHANGEABLE },
  })
}

// --- helpers ---

const CHANGEABLE = { writable: true, configurable: true }
