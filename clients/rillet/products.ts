import { z } from 'zod'
import { type Call, type CallOptions, segment } from '../http.ts'
import { everyItem, type Page } from '../paging.ts'
import { listAt, type PageQuery, Pagination, pageQuery, toPage } from './lists.ts'
import type { ProductRequest } from './requests.ts'
import { Product } from './schemas.ts'

const Products = z
  .object({ products: z.array(Product), pagination: Pagination })
  .transform(({ products, pagination }) => toPage(products, pagination))

export function productCalls(call: Call) {
  const listProducts = (page: PageQuery = {}, options?: CallOptions): Promise<Page<Product>> =>
    call({
      ...options,
      method: 'GET',
      path: '/products',
      query: pageQuery(page),
      response: Products,
    })

  return {
    listProducts,

    allProducts: (options?: CallOptions) =>
      everyItem(listAt('/products'), (cursor) => listProducts({ cursor }, options)),

    getProduct: (id: string, options?: CallOptions): Promise<Product> =>
      call({ ...options, method: 'GET', path: `/products/${segment(id)}`, response: Product }),

    createProduct: (body: ProductRequest, key: string, options?: CallOptions): Promise<Product> =>
      call({ ...options, method: 'POST', path: '/products', body, key, response: Product }),
  }
}
