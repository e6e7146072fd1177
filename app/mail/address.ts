/** One key for an address, however it was typed. */
export const keyOf = (address: string): string => address.trim().toLowerCase();
