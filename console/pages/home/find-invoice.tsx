export const FindInvoice = () => null
