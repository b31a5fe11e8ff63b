export { connect } from './connect.ts'
export { create } from './create.ts'
export { invoice } from './invoice.ts'
export { preview } from './preview.ts'
