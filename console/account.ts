import { useParams } from '@tanstack/react-router'

/** The account whose page is open. */
export const useAccountId = (): string => useParams({ from: '/accounts/$accountId' }).accountId
