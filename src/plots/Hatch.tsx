/** What stands where a value is missing. */
export function Hatch({ id }: { readonly id: string }) {
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="6" height="6" fill="var(--plot-missing)" />
      <line x1="0" x2="0" y1="0" y2="6" stroke="var(--plot-missing-hatch)" strokeWidth="2" />
    </pattern>
  );
}
