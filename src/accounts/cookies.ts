import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

// The cookies of the portal. `__Host-`: this host only, https only. The session's ends with the browser or with the session,
// whichever is first; it says nothing but "whoever holds this" (ACC-5).
const host = { prefix: 'host', httpOnly: true, secure: true, sameSite: 'Lax', path: '/' } as const

export const sessionToken = (c: Context): string => getCookie(c, 'session', 'host') ?? ''

/** 12 hours at most, as the session; on a shared computer it goes with the browser's window. */
export const setSessionToken = (c: Context, token: string, sharedComputer = false) =>
  setCookie(c, 'session', token, sharedComputer ? host : { ...host, maxAge: 12 * 3600 })

export const clearSessionToken = (c: Context) => deleteCookie(c, 'session', host)

/** ACC-8: the cookie goes, and with it what the browser kept of the portal (facts/security.md 0.8). */
export function leaveBehind(c: Context): void {
  clearSessionToken(c)
  c.header('Clear-Site-Data', '"cache", "storage"')
}

/**
 * Ties a code to the browser that asked for it (ACC-1), and lets a browser that has signed in before ask although somebody else
 * asks for the same address all the time (ACC-7). It opens nothing. A shared computer forgets it with the window.
 */
export const browserToken = (c: Context): string => /^[\w-]{43}$/.exec(getCookie(c, 'browser', 'host') ?? '')?.[0] ?? ''
export const setBrowserToken = (c: Context, token: string, sharedComputer = false) =>
  setCookie(c, 'browser', token, sharedComputer ? host : { ...host, maxAge: 400 * 86_400 })

/** The language a visitor chose; a person's own choice is with her account. */
export const languageCookie = (c: Context): string | null => getCookie(c, 'language', 'host') ?? null
export const setLanguageCookie = (c: Context, value: string) => setCookie(c, 'language', value, { ...host, maxAge: 31_536_000 })

/** This browser was offered a passkey and its reader said "not now" (ACC-3). */
export const declinedPasskey = (c: Context): boolean => getCookie(c, 'no-passkey', 'host') === '1'
export const setDeclinedPasskey = (c: Context) => setCookie(c, 'no-passkey', '1', { ...host, maxAge: 400 * 86_400 })

/** How far this reader's own changes go (SCL-2, replicas.ts). A copy older than five minutes is D1's trouble; kept longer, every page would wait for nothing. */
export const bookmarkCookie = (c: Context): string => getCookie(c, 'bookmark', 'host') ?? ''
export const setBookmarkCookie = (c: Context, value: string) => setCookie(c, 'bookmark', value, { ...host, maxAge: 300 })
