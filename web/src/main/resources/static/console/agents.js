/** Comes with the next commits. */
export const Page = () => null;
