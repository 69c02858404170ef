import { simulatedCall } from '../simulated-call'

export interface Product {
  readonly name: string
  readonly price: number
  stock: number
}

/** A database of products and orders. Each call is a dependency of the type SQL. */
export class ShopDatabase {
  readonly #products = new Map<string, Product>([
    ['tea', { name: 'Tea', price: 4.5, stock: 1_000_000 }],
    ['mug', { name: 'Mug', price: 14, stock: 1_000_000 }],
    ['kettle', { name: 'Kettle', price: 39, stock: 3 }],
    ['teapot', { name: 'Teapot', price: 24, stock: 0 }],
  ])
  #queries = 0

  findProduct(id: string): Promise<Product | undefined> {
    return this.#query('SELECT', 'products', 'SELECT name, price, stock FROM products WHERE id = $1', () =>
      this.#products.get(id),
    )
  }

  insertOrder(): Promise<void> {
    return this.#query('INSERT', 'orders', 'INSERT INTO orders (id, product, amount) VALUES ($1, $2, $3)', () => {})
  }

  #query<T>(operation: string, table: string, text: string, work: () => T): Promise<T> {
    this.#queries++
    const attributes = {
      'db.system.name': 'postgresql',
      'db.namespace': 'shop',
      'server.address': 'shop-db',
      'db.query.text': text,
    }
    // Now and then, a query waits for a lock.
    const durationMs = this.#queries % 97 === 0 ? 450 : 3 + (this.#queries % 11)
    return simulatedCall({ name: `${operation} ${table}`, attributes, durationMs }, work)
  }
}
