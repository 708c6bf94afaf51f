/** Seconds for people: `90 s`, `5 min`, `3 h`, `2 d`. Pure. */
export function span(ofSeconds: number): string {
  const s = Math.round(ofSeconds);
  if (s < 120) return `${s} s`;
  if (s < 7_200) return `${Math.round(s / 60)} min`;
  return s < 172_800 ? `${Math.round(s / 3_600)} h` : `${Math.round(s / 86_400)} d`;
}
