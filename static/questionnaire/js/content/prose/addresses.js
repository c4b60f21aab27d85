/* The addresses that links in prose may have. */

const ALLOWED = /^(https?:\/\/[^\s/?#]|mailto:\S)/i;

export function isAllowedAddress(address) {
  return ALLOWED.test(address ?? "");
}

/** What people type for an address: "example.org", "name@example.org". */
export function completeAddress(typed) {
  const address = typed.trim();
  if (!address || /\s/.test(address)) return "";
  if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(address)) return `mailto:${address}`;
  if (/^[a-z][a-z+.-]*:/i.test(address)) return address;
  return /^[^\s/]+\.[^\s/]/.test(address) ? `https://${address}` : "";
}
