import { z } from 'zod'
import { isRefusedData } from '../../store/postgres-errors.ts'

/**
 * True when what is stored is at fault: it cannot be read, or Postgres refuses it. Only that may be put aside;
 * whatever else goes wrong ends some day, and the same news is right then.
 */
export const isPoison = (error: unknown): boolean =>
  error instanceof z.ZodError || error instanceof SyntaxError || isRefusedData(error)
