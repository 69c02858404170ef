/** A binary heap that knows the position of each entry. Reading the first entry takes O(1), and every change O(log n). */
export class Heap<T> {
  readonly #compare: (a: T, b: T) => number
  readonly #entries: T[] = []
  readonly #positions = new Map<T, number>()

  /** `compare` works as in `Array.sort`. */
  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare
  }

  get size(): number {
    return this.#entries.length
  }

  get first(): T | undefined {
    return this.#entries[0]
  }

  add(entry: T): void {
    this.#entries.push(entry)
    this.#rise(entry, this.#entries.length - 1)
  }

  delete(entry: T): void {
    const at = this.#positions.get(entry)
    if (at === undefined) return
    const last = this.#entries.pop() as T
    this.#positions.delete(entry)
    if (last !== entry) this.#sink(last, this.#rise(last, at))
  }

  /** Moves the entry from the free position `at` up to its final position. Returns that position. */
  #rise(entry: T, at: number): number {
    let place = at
    while (place > 0) {
      const parentPlace = (place - 1) >> 1
      const parent = this.#entries[parentPlace] as T
      if (this.#compare(parent, entry) <= 0) break
      this.#put(parent, place)
      place = parentPlace
    }
    this.#put(entry, place)
    return place
  }

  #sink(entry: T, at: number): void {
    let place = at
    for (let child = this.#firstChildOf(place); child < this.#entries.length; child = this.#firstChildOf(place)) {
      const candidate = this.#entries[child] as T
      if (this.#compare(entry, candidate) <= 0) break
      this.#put(candidate, place)
      place = child
    }
    this.#put(entry, place)
  }

  #firstChildOf(place: number): number {
    const [left, right] = [2 * place + 1, 2 * place + 2]
    if (right >= this.#entries.length) return left
    return this.#compare(this.#entries[right] as T, this.#entries[left] as T) < 0 ? right : left
  }

  #put(entry: T, at: number): void {
    this.#entries[at] = entry
    this.#positions.set(entry, at)
  }
}
