import * as z from 'zod'
import { paging, Search } from './common.ts'

export const SearchQuery = z.strictObject({ search: Search, ...paging })
