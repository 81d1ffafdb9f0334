/** The sign of StableQueue: three jobs in a row. */
export function Mark() {
  return (
    <svg width="24" height="24" viewBox="0 0 64 64" aria-hidden="true">
      <rect x="8" y="11" width="48" height="11" rx="5.5" fill="#8b7cf6" />
      <rect x="8" y="27" width="34" height="11" rx="5.5" fill="#a99ef8" />
      <rect x="8" y="43" width="20" height="11" rx="5.5" fill="#c9c2fb" />
    </svg>
  );
}
