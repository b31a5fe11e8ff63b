import { listBillingProducts } from '../resources/billing-products.ts'
import { getPrice, listPrices, viewPrice } from '../resources/prices.ts'
import {
  archiveProduct,
  createProduct,
  getProduct,
  listProducts,
  updateProduct,
  viewArchivedProduct,
  viewProduct,
} from '../resources/products.ts'
import {
  archiveTaxRate,
  createTaxRate,
  deleteTaxRate,
  getTaxRate,
  listTaxRates,
  updateTaxRate,
  viewArchivedTaxRate,
  viewTaxRate,
} from '../resources/tax-rates.ts'
import { createTaxRegistration, listTaxRegistrations } from '../resources/tax-registrations.ts'
import type { Route } from './route.ts'

const productRoutes: Route[] = [
  { method: 'GET', path: '/products', answer: (s, { query }) => listProducts(s, query) },
  {
    method: 'POST',
    path: '/products',
    status: 201,
    answer: (s, { body }) => viewProduct(createProduct(s, body)),
  },
  {
    method: 'GET',
    path: '/products/:id',
    answer: (s, { param }) => viewProduct(getProduct(s, param('id'))),
  },
  {
    method: 'PUT',
    path: '/products/:id',
    answer: (s, { param, body }) => viewProduct(updateProduct(s, param('id'), body)),
  },
  {
    method: 'POST',
    path: '/products/:id/archive',
    answer: (s, { param }) => viewArchivedProduct(archiveProduct(s, param('id'))),
  },
  {
    method: 'GET',
    path: '/billing-products',
    answer: (s, { query }) => listBillingProducts(s, query),
  },
  { method: 'GET', path: '/prices', answer: (s, { query }) => listPrices(s, query) },
  {
    method: 'GET',
    path: '/prices/:id',
    answer: (s, { param }) => viewPrice(getPrice(s, param('id'))),
  },
]

const taxRoutes: Route[] = [
  { method: 'GET', path: '/tax-rates', answer: (s, { query }) => listTaxRates(s, query) },
  {
    method: 'POST',
    path: '/tax-rates',
    status: 201,
    answer: (s, { body }) => viewTaxRate(createTaxRate(s, body)),
  },
  {
    method: 'GET',
    path: '/tax-rates/:id',
    answer: (s, { param }) => viewTaxRate(getTaxRate(s, param('id'))),
  },
  {
    method: 'PUT',
    path: '/tax-rates/:id',
    answer: (s, { param, body }) => viewTaxRate(updateTaxRate(s, param('id'), body)),
  },
  {
    method: 'DELETE',
    path: '/tax-rates/:id',
    answer: (s, { param }) => viewTaxRate(deleteTaxRate(s, param('id'))),
  },
  {
    method: 'POST',
    path: '/tax-rates/:id/archive',
    answer: (s, { param }) => viewArchivedTaxRate(s, archiveTaxRate(s, param('id'))),
  },
  {
    method: 'POST',
    path: '/tax-registrations',
    status: 201,
    answer: (s, { body }) => createTaxRegistration(s, body),
  },
  {
    method: 'GET',
    path: '/tax-registrations/for-customer/:id',
    answer: (s, { param, query }) => listTaxRegistrations(s, param('id'), query),
  },
]

export const catalogueRoutes: Route[] = [...productRoutes, ...taxRoutes]
