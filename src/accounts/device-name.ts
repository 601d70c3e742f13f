/** A browser and its system in the names people know them by; null for what the header does not say plainly. */
export interface DeviceName {
  browser: string | null
  system: string | null
}

/**
 * What a `User-Agent` header calls itself (ACC-6). Only names that are written here come out, whatever was sent: the header is
 * anybody's text. Pure.
 */
export const deviceName = (userAgent: string): DeviceName => ({ browser: nameIn(browsers, userAgent), system: nameIn(systems, userAgent) })

type Named = readonly (readonly [sign: RegExp, name: string])[]

/** Most of them also say that they are Chrome and Safari: the first that fits is meant. */
const browsers: Named = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\b(?:OPR|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:HeadlessChrome|Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bVersion\/[\d.]+.*\bSafari\//, 'Safari'],
]

/** An Android phone also says Linux, an iPad may say Mac. */
const systems: Named = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'Mac'],
  [/\bLinux\b/, 'Linux'],
]

const nameIn = (names: Named, text: string): string | null => names.find(([sign]) => sign.test(text))?.[1] ?? null
