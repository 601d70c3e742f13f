import { qrPath } from '../../src/accounts/qr.ts'

/** A QR code, dark on white whatever the page's colours are: phones read no other. */
export function QrCode({ text, label, pixels, file = false }: { text: string; label: string; pixels: number; file?: boolean }) {
  const { size, path } = qrPath(text)
  return (
    <svg
      {...(file && { xmlns: 'http://www.w3.org/2000/svg' })}
      viewBox={`0 0 ${size} ${size}`}
      width={pixels}
      height={pixels}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} stroke="#000" />
    </svg>
  )
}
