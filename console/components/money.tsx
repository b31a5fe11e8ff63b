import { moneyText } from '../format.ts'
import { None } from './time.tsx'

type Props = { amount: string | null; currency: string | null }

/** An amount with its currency, exactly as it came; tables align it right. */
export const Money = ({ amount, currency }: Props) =>
  amount === null ? (
    <None />
  ) : (
    <span className="money">
      {moneyText(amount, currency)} <span className="money-currency">{currency}</span>
    </span>
  )
