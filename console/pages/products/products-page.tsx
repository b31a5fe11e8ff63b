import { ThingsPage } from '../customers/things-page.tsx'

/** Sequence’s products, and which of Rillet’s each is. */
export const ProductsPage = () => <ThingsPage kind="products" />
