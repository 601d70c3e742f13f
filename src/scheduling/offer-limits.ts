/** SCH-23: up to three. */
export const mostOffers = 3
