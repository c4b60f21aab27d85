/* The server tells times in the browser's zone, unless the account has chosen one. */

const COOKIE = "time_zone";
const MAX_AGE = 365 * 24 * 3600;

/** Let the next page know the zone of this browser. */
export function tellTimeZone() {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const told = `${COOKIE}=${encodeURIComponent(timeZone)}`;
  if (document.cookie.split("; ").includes(told)) return;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${told}; path=/; max-age=${MAX_AGE}; samesite=lax${secure}`;
}
